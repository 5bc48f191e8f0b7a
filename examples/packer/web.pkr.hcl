# Builds an image, and has moult replace the fleet with it: the last step says that it is there.
packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = "= 1.3.9"
    }
  }
}

source "amazon-ebs" "web" {
  region        = "eu-central-1"
  ami_name      = "web-{{timestamp}}"
  instance_type = "t4g.small"
  ssh_username  = "ec2-user"
  source_ami_filter {
    filters     = { name = "al2023-ami-2023*-arm64" }
    owners      = ["amazon"]
    most_recent = true
  }
}

build {
  sources = ["source.amazon-ebs.web"]

  # Says which image was built: publish.sh reads it.
  post-processor "manifest" {
    output     = "manifest.json"
    strip_path = true
  }

  post-processor "shell-local" {
    environment_vars = ["FLEET=web", "CHANNEL=/images/web"]
    script           = "publish.sh"
  }
}
