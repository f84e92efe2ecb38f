/** In the build for the tests: what lib/site.ts exports is of the tests' newsroom. */
module.exports = () => "export * from '../tests/site.ts';";
