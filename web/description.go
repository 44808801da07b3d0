package web

import (
	"net/url"
	"strings"

	"paperboy/data/text"
)

// maxDescription is the maximum length of a page's description in characters: search engines and
// previews of links show no more.
const maxDescription = 300

// describePaper describes a paper in plain text: its first authors and the start of its abstract.
func describePaper(authors []string, abstract string) string {
	by := strings.Join(authors[:min(3, len(authors))], ", ")
	if len(authors) > 3 {
		by += " and others"
	}
	if abstract = strings.Join(strings.Fields(abstract), " "); by != "" && abstract != "" {
		by += ": "
	}
	return text.ClipWords(by+abstract, maxDescription)
}

// ownAddress returns the path and query of a page without what other sites add to links to count
// their readers, and without what a paper's page knows about the results that led to it.
func ownAddress(u url.URL) string {
	v := u.Query()
	noise := false
	for name := range v {
		if strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" || name == "ref" || name == "typing" {
			v.Del(name)
			noise = true
		}
	}
	if strings.HasPrefix(u.Path, "/papers/") {
		u.RawQuery = ""
	} else if noise { // else keep the order that the address has
		u.RawQuery = v.Encode()
	}
	return u.RequestURI()
}
