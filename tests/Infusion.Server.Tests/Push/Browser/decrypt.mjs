// What a browser does with a push, by a library that others wrote. Reads { privateKey, auth, body } in base64url, prints the message.
import { createECDH } from 'node:crypto';
import { text } from 'node:stream/consumers';
import ece from 'http_ece';

const { privateKey, auth, body } = JSON.parse(await text(process.stdin));
const keys = createECDH('prime256v1');
keys.setPrivateKey(Buffer.from(privateKey, 'base64url'));
process.stdout.write(ece.decrypt(Buffer.from(body, 'base64url'), { version: 'aes128gcm', privateKey: keys, authSecret: auth }));
