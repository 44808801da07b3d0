package data

import (
	"strings"
	"unicode"
)

// IsEtAl reports whether an entry in a list of authors means further authors, as "et al." does.
func IsEtAl(author string) bool {
	switch strings.ToLower(strings.Trim(author, " .,;:()[]")) {
	case "et al", "et. al", "others", "and others":
		return true
	}
	return false
}

// CutEtAl returns an author's name without an "et al." after it, and whether there was one.
func CutEtAl(author string) (name string, found bool) {
	trimmed := strings.TrimRight(author, " .,;")
	for _, end := range []string{" et al", " et. al"} {
		if at := len(trimmed) - len(end); at > 0 && strings.EqualFold(trimmed[at:], end) {
			return strings.TrimRight(trimmed[:at], " ,;"), true
		}
	}
	return author, false
}

// isNoName reports whether an entry in a list of authors is not a name: it has no letter, as ":"
// and "10", or is the heading of the list. In 399,578 records of arXiv, the ACL Anthology and
// Hugging Face are 81 such entries, 57 of them the ":" of "DeepSeek-AI: Xiao Bi". A single letter is kept: it is the initial of the name beside it.
func isNoName(author string) bool {
	if !strings.ContainsFunc(author, unicode.IsLetter) {
		return true
	}
	switch strings.ToLower(strings.Trim(author, " .,;:()[]")) {
	case "author", "authors", "editor", "editors", "eds":
		return true
	}
	return false
}

// authors drops what is no name from the list of authors. A count of authors that counted the
// dropped entries too is corrected; that of a list that ends in "et al." becomes unknown.
func (v validator) authors() {
	p := &v.Paper
	before, raw := len(p.Authors), strings.Join(p.Authors, "; ")
	names, noNames, etAl := make([]string, 0, before), false, false
	for _, author := range p.Authors {
		name, isCut := CutEtAl(author)
		switch etAl = etAl || isCut || IsEtAl(author); {
		case IsEtAl(author):
		case isNoName(name):
			noNames = true
		default:
			names = append(names, name)
		}
	}
	if !noNames && !etAl {
		return
	}
	p.Authors = names
	counted := p.AuthorCount != nil && *p.AuthorCount == before
	if counted {
		n := len(names)
		p.AuthorCount = &n
	}
	if noNames {
		v.warn(WarnNoNames, "authors", raw)
	}
	if etAl {
		v.warn(WarnAuthorsIncomplete, "authors", raw)
		if counted {
			p.AuthorCount = nil
		}
	}
}
