/** The part of htmlparser2 that sanitize-html uses, for the bundles: a tree of elements and its printing add 110 KB. */
module.exports = { Parser: require("../node_modules/htmlparser2/dist/commonjs/Parser.js").Parser };
