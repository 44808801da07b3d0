package csl

import (
	"html"
	"regexp"
	"strings"

	"paperboy/data"
)

// The markup that is taken out is known by name, so that "x<y and z>y" stays: the
// HTML of CSL's rich text and of publishers' abstracts, and JATS and MathML with
// their prefixes.
var (
	heading = regexp.MustCompile(`(?is)^\s*<(?:jats:title|title|h\d)\b[^<>]*>\s*abstract[.:]?\s*</[^<>]*>`)
	block   = regexp.MustCompile(`(?i)</?(?:jats:)?(?:p|br|div|sec|title|abstract|list|list-item|ul|ol|li|h[1-6])(?:\s[^<>]*)?/?>`)
	inline  = regexp.MustCompile(`(?i)</?(?:(?:jats|mml):[a-z0-9-]+|i|b|u|em|strong|italic|bold|sub|sup|sc|span|tt|a|font)(?:\s[^<>]*)?/?>`)
)

// plain is text without its markup and entities; paragraphs stay apart.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	s = heading.ReplaceAllString(s, "")
	s = block.ReplaceAllString(s, "\n\n")
	s = inline.ReplaceAllString(s, "")
	return html.UnescapeString(s)
}

// plainLine is plain on one line.
func plainLine(s string) string { return data.OneLine(plain(s)) }

// plainText is plain with hard-wrapped lines joined.
func plainText(s string) string { return data.Paragraphs(plain(s)) }
