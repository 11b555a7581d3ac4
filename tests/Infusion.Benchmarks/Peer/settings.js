// Node-RED as the peer runs it: no editor and no HTTP, so that nothing but the flow costs anything.
module.exports = {
  uiHost: '127.0.0.1',
  uiPort: 0,
  httpAdminRoot: false,
  httpNodeRoot: false,
  flowFile: require('node:path').join(__dirname, 'flows.json'),
  credentialSecret: false,
  logging: { console: { level: 'warn' } },
  functionGlobalContext: { store: require('./store.js') },
};
