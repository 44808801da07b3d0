package web

import "strings"

// maxDescription is the maximum length of a page's description in characters: search engines and
// previews of links show no more.
const maxDescription = 300

// describePaper describes a paper in plain text: its first authors and the start of its abstract.
func describePaper(authors []string, abstract string) string {
	text := strings.Join(authors[:min(3, len(authors))], ", ")
	if len(authors) > 3 {
		text += " and others"
	}
	if abstract = strings.Join(strings.Fields(abstract), " "); text != "" && abstract != "" {
		text += ": "
	}
	if runes := []rune(text + abstract); len(runes) > maxDescription {
		return string(runes[:maxDescription-1]) + "…"
	}
	return text + abstract
}
