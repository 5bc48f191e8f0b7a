/** The document of every page: what is in it comes with the script. Nothing in it may be inline, by its own policy. */
export const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>moult</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/app.css">
<script src="/app.js" defer></script>
</head>
<body><div id="app"></div><noscript>The dashboard needs JavaScript. moult status shows the same in a terminal.</noscript></body>
</html>
`;
