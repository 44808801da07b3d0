package data

import (
	"net/url"
	"strings"
)

// PDF returns the address of the paper's PDF, or "" if the scheme of the id does not tell it.
func (id ID) PDF() string {
	rest := strings.TrimPrefix(string(id), id.Scheme()+":")
	switch id.Scheme() {
	case SchemeArXiv:
		return "https://arxiv.org/pdf/" + rest
	case SchemeACL:
		return "https://aclanthology.org/" + rest + ".pdf"
	}
	return ""
}

// PDF returns the web address of the paper's PDF, or "" if none is known for certain: that of its
// id, or of the first of its URLs that is a PDF by its name or leads to an id that has one.
func (p Paper) PDF() string {
	if pdf := p.ID.PDF(); pdf != "" {
		return pdf
	}
	for _, address := range p.URLs {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			continue
		}
		if strings.HasSuffix(strings.ToLower(u.Path), ".pdf") {
			return address
		}
		if id, ok := parseURL(address); ok && id.PDF() != "" {
			return id.PDF()
		}
	}
	return ""
}
