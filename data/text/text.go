// Package text cleans texts and normalizes them for comparison.
//
//	markup.go      Plain, PlainLine: remove tags and entities, repair mojibake
//	tidy.go        OneLine, Paragraphs: tidy white space and invisible characters
//	normalize.go   Normalize: removes differences of case, accents, ligatures and widths
//	words.go       Words: the normalized words of a text
//	titlekey.go    TitleKey: a key that is the same for different spellings of a title
//
// Readers of formats call Plain, and data.Validate calls OneLine and Paragraphs. Everything
// that compares texts, from the index to the merging of records, calls Normalize or a
// function based on it. Package index/analysis makes the tokens of the index; it adds stems,
// hyphens and scripts without spaces.
//
// All functions are pure and safe for concurrent use. LaTeX is handled by data/latex.
package text
