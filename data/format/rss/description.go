package rss

import (
	"regexp"
	"strings"

	"paperboy/data/text"
)

// described is what the descriptions of an item say besides the elements of the feed.
type described struct {
	abstract                     string
	authors                      string
	journal, volume, issue, page string
	date                         string
}

// describe reads an item's descriptions in HTML. The abstract is the longest that one of them has.
func describe(descriptions ...string) described {
	var d described
	for _, html := range descriptions {
		if found := cite.FindStringSubmatch(html); found != nil {
			first(&d.journal, text.PlainLine(found[1]))
		}
		var kept []string
		for paragraph := range strings.SplitSeq(text.Paragraphs(furniture.ReplaceAllString(text.Plain(html), "")), "\n\n") {
			if d.take(paragraph) {
				continue
			}
			paragraph = d.cutIssue(paragraph)
			if paragraph != "" && !notAbstract.MatchString(paragraph) && (len(kept) > 0 || !citation.MatchString(paragraph)) {
				kept = append(kept, paragraph)
			}
		}
		if said := strings.Join(kept, "\n\n"); len(said) > len(d.abstract) {
			d.abstract = said
		}
	}
	return d
}

// first sets a field that has no value yet.
func first(field *string, value string) {
	if *field == "" {
		*field = strings.TrimSpace(value)
	}
}

// cite matches the journal in a description of the American Chemical Society, and furniture the tags
// of pictures and layout that are no markup of text.
var (
	cite      = regexp.MustCompile(`(?i)<cite>([^<]+)</cite>`)
	furniture = regexp.MustCompile(`(?i)<cite>[^<]*</cite>|</?(?:img|cite|figure|figcaption|picture|source|video|iframe|hr|table|tbody|tr|t[dh]|section|header|footer|article)\b[^<>]*>`)
)

// notAbstract matches paragraphs of a description that are no part of the abstract: what publishers
// and PubMed put around it.
var notAbstract = regexp.MustCompile(`(?i)^(?:DOI:|PMID:|ABSTRACT$|NO ABSTRACT$|Abstract$|Graphical Abstract$|Published online:|\[[^\]]{5,100}\] Published\b)`)

// citation matches the paragraph with which Nature and PubMed begin: "Nature, Published online: 01
// January 2024; doi:10.1038/x", "J Mites. 2024 Jan 8:S1. doi: 10.1/x.".
var citation = regexp.MustCompile(`(?i)^.{0,200}(?:Published online:|\bdoi:\s*10\.\d)`)

// issueLine matches the beginning of a description by which publishers say where the paper is:
// "Science, Volume 388, Issue 6742, Page 120-124, April 2025.", "Vol. 3, No. 2, pp. 1-9". early matches
// what they say of a paper that is in no issue yet.
var (
	issueLine = regexp.MustCompile(`^(?:(\S.{0,150}?), )?Vol(?:ume|\.)? ?([^\s,.]+)(?:, (?:Issue|No\.|Number) ([^,.]+))?(?:, (?:pp?\.|Pages?) ([A-Za-z]?\d+(?:[-–][A-Za-z]?\d+)?))?` +
		`(?:, ((?:[A-Z][a-z]+ )?(?:\d{1,2}, )?\d{4}|\d{1,2} [A-Z][a-z]+ \d{4}))?(?:\.\s+|\.?$)`)
	early = regexp.MustCompile(`^(\S.{0,150}?), (?:Ahead of Print|Early ?View|Accepted Article|Online First|Latest Articles)(?:\.\s+|\.?$)`)
)

// cutIssue takes what a paragraph says first about the issue, and returns the rest.
func (d *described) cutIssue(paragraph string) string {
	if found := issueLine.FindStringSubmatch(paragraph); found != nil {
		for i, field := range []*string{&d.journal, &d.volume, &d.issue, &d.page, &d.date} {
			first(field, found[i+1])
		}
		return paragraph[len(found[0]):]
	}
	if found := early.FindStringSubmatch(paragraph); found != nil {
		first(&d.journal, found[1])
		return paragraph[len(found[0]):]
	}
	return paragraph
}

// labelled matches the paragraphs in which ScienceDirect's descriptions state what other feeds have
// as elements. sourceLabel matches the journal in one of them.
var (
	labelled    = regexp.MustCompile(`^(Author\(s\)|Authors?|Publication date|Source):\s*(.+)$`)
	sourceLabel = regexp.MustCompile(`^(.+?)(?:,\s*Volumes?\s+([^,\s]+).*|,\s*Part\s.*)?$`)
)

// take takes what a labelled paragraph states, and reports whether it is one.
func (d *described) take(paragraph string) bool {
	found := labelled.FindStringSubmatch(paragraph)
	if found == nil {
		return false
	}
	switch found[1] {
	case "Source":
		source := sourceLabel.FindStringSubmatch(found[2])
		first(&d.journal, source[1])
		first(&d.volume, source[2])
	case "Publication date":
		first(&d.date, strings.TrimPrefix(found[2], "Available online "))
	default:
		first(&d.authors, found[2])
	}
	return true
}
