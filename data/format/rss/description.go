package rss

import (
	"regexp"
	"strings"

	"paperboy/data/text"
)

// notAbstract matches paragraphs of a description that are no part of the abstract: what publishers
// and PubMed put around it.
var notAbstract = regexp.MustCompile(`(?i)^(?:Publication date:|Source:|Author\(s\):|Authors?:|DOI:|PMID:|ABSTRACT$|NO ABSTRACT$|Abstract$|Graphical Abstract$|Published online:)`)

// citation matches the paragraph with which Nature and PubMed begin: "Nature, Published online: 01
// January 2024; doi:10.1038/x", "J Mites. 2024 Jan 8:S1. doi: 10.1/x.".
var citation = regexp.MustCompile(`(?i)^.{0,200}(?:Published online:|\bdoi:\s*10\.\d)`)

// abstract returns the abstract in an item's descriptions in HTML, the longest of them.
func abstract(descriptions ...string) string {
	best := ""
	for _, html := range descriptions {
		var kept []string
		for paragraph := range strings.SplitSeq(text.Paragraphs(text.Plain(html)), "\n\n") {
			if !notAbstract.MatchString(paragraph) && (len(kept) > 0 || !citation.MatchString(paragraph)) {
				kept = append(kept, paragraph)
			}
		}
		if said := strings.Join(kept, "\n\n"); len(said) > len(best) {
			best = said
		}
	}
	return best
}

// labels match the paragraphs in which ScienceDirect's descriptions state what other feeds have as
// elements.
var (
	authorLabel = regexp.MustCompile(`(?m)^Author\(s\):\s*(.+)$`)
	dateLabel   = regexp.MustCompile(`(?m)^Publication date:\s*(?:Available online\s+)?(.+)$`)
	sourceLabel = regexp.MustCompile(`(?m)^Source:\s*(.+?)(?:,\s*(?:Volume|Part)\s.*)?$`)
)

// labelled returns what one of the descriptions states after a label, or "".
func labelled(label *regexp.Regexp, descriptions []string) string {
	for _, html := range descriptions {
		if found := label.FindStringSubmatch(text.Paragraphs(text.Plain(html))); found != nil {
			return found[1]
		}
	}
	return ""
}
