// Package sample holds the Daily Papers page that ships with the program, so that
// a new library has something to search: a plain-text copy of a Hugging Face
// search page with 40 papers. Package data/format/dailypapers reads it.
package sample

import (
	_ "embed"
	"time"

	"paperboy/data"
)

// Source is the data.Provenance source of the sample's papers.
const Source = "sample"

// Location is the data.Provenance location of the sample's papers. Messages use it too.
const Location = "sample:daily-papers-search-page.txt"

// Page is the text of the page.
//
//go:embed daily-papers-search-page.txt
var Page string

// AsOf is the day on which the page was copied. Dates of that year are written
// without a year on the page.
var AsOf = data.Date{Year: 2025, Month: time.November, Day: 13}
