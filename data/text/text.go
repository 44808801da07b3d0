// Package text turns what people and publishers write into what programs compare.
//
//	markup.go      Plain, PlainLine: takes tags and entities out, repairs mojibake
//	tidy.go        OneLine, Paragraphs: white space and invisible characters
//	normalize.go   Normalize: case, accents, ligatures, widths
//	words.go       Words: the normalized words of a text
//	titlekey.go    TitleKey: the letters by which two spellings of a title agree
//
// A reader of a format calls Plain, data.Validate calls OneLine and Paragraphs, and
// everything that compares, from the index to the merging of records, calls Normalize or
// what is built on it. The tokens of the index are made by index/analysis, which adds
// stems, hyphens and scripts without spaces.
//
// All functions are pure and safe for concurrent use. LaTeX is left to data/latex.
package text
