package view

import (
	"path"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/text"
)

// ExternalLinks returns links to p on other sites, the most reliable first: arXiv and its PDF, the
// ACL Anthology and its PDF, the DOI, the repository of its code, then the URLs that came with the
// paper.
func ExternalLinks(p data.Paper) []Link {
	var links []Link
	seen := map[string]bool{}
	add := func(name, address string) {
		u, ok := parseWebURL(address)
		if !ok {
			return
		}
		key := strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimSuffix(u.Path, "/") + u.RawQuery
		if seen[key] {
			return
		}
		seen[key] = true
		if slices.ContainsFunc(links, func(l Link) bool { return l.Text == name && name != pdfText }) {
			name += ": " + text.ClipWords(path.Base(u.Path), shownName)
		}
		links = append(links, Link{name, address})
	}
	if pdf := p.ID.PDF(); pdf != "" {
		add(siteName(p.ID.URL()), p.ID.URL())
		add(pdfText, pdf)
	}
	if p.DOI != "" {
		add("DOI", "https://doi.org/"+p.DOI)
	}
	add(siteName(p.ID.URL()), p.ID.URL())
	add("Code", p.Repository)
	for _, address := range p.URLs {
		add(siteName(address), address)
	}
	return links
}

// shownName is how many characters of a name a link shows if two links lead to the same site.
const shownName = 24

// pdfText is the text of a link to a paper's PDF.
const pdfText = "PDF"

// siteName returns the text for a link to address: the name of a known site, or the host.
func siteName(address string) string {
	u, ok := parseWebURL(address)
	if !ok {
		return ""
	}
	if strings.HasSuffix(strings.ToLower(u.Path), ".pdf") {
		return pdfText
	}
	host := strings.TrimPrefix(u.Hostname(), "www.")
	switch host {
	case "arxiv.org":
		if strings.HasPrefix(u.Path, "/pdf/") {
			return pdfText
		}
		return "arXiv"
	case "aclanthology.org":
		return "ACL Anthology"
	case "doi.org", "dx.doi.org":
		return "DOI"
	case "huggingface.co":
		return "Hugging Face"
	case "github.com":
		return "GitHub"
	case "openreview.net":
		return "OpenReview"
	case "semanticscholar.org":
		return "Semantic Scholar"
	}
	return host
}
