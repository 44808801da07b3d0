// Package sample is the Daily Papers page that ships with the program, so that a
// first start has something to search: the plain-text copy of a Hugging Face
// search page with 40 papers. Package data/format/dailypapers reads it.
package sample

import (
	_ "embed"
	"time"

	"paperboy/data"
)

// Source is the name of the sample's papers in their provenance.
const Source = "sample"

// Location is the sample's place in provenance and messages.
const Location = "sample:daily-papers-search-page.txt"

// Page is the page's text.
//
//go:embed daily-papers-search-page.txt
var Page string

// AsOf is the day on which the page was copied: its dates of that year carry no
// year.
var AsOf = data.Date{Year: 2025, Month: time.November, Day: 13}
