// Package view turns the answers of the use cases into what templates show: plain texts, links,
// spans to highlight, and the shapes of charts.
//
// A page's handler, in package web, reads the address with ReadSearch or ReadPeriod, calls a use
// case, and builds its page struct from these parts. A Listing is a search and the page that shows
// its papers; every link that changes the search is made from it.
//
// The package knows no HTTP and contains no HTML: templates escape everything that it returns.
package view
