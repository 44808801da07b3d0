package data

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// arXivDOI is the beginning of the DOIs that arXiv assigns; its number follows.
const arXivDOI = "10.48550/arxiv."

// parseDOI parses a text that is one DOI and nothing else, in any usual spelling: "10.", a
// registrant of three to nine digits, and a suffix, after "doi:", "urn:doi:", "info:doi/" or the
// address of a resolver, and percent-encoded or not. DOIs are case-insensitive in ASCII (DOI
// Handbook, 2.4). A short DOI (shortdoi.org), "10/abc" or "doi.org/abc", gives "doi:10/abc".
//
// It is the only parser of DOIs: fields, ids and addresses all go through it.
func parseDOI(s string) (ID, bool) {
	s = decodeDOI(trimDOI(s))
	if short, ok := strings.CutPrefix(s, "10/"); ok && isShortDOI(short) {
		return SchemeDOI + ":" + ID(s), true
	}
	registrant, suffix, found := strings.Cut(s, "/")
	number, isDOI := strings.CutPrefix(registrant, "10.")
	if !found || !isDOI || suffix == "" || len(number) < 3 || strings.Trim(number, "0123456789.") != "" || number[0] == '.' ||
		strings.ContainsFunc(suffix, isSpaceOrControl) {
		return "", false
	}
	if arxiv, ok := strings.CutPrefix(s, arXivDOI); ok {
		if id, ok := parseArXiv(arxiv); ok {
			return id, true
		}
	}
	return SchemeDOI + ":" + ID(s), true
}

// trimDOI returns a DOI in lower case, without what people and programs write around it.
func trimDOI(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = trimWebScheme(s)
	if host, path, found := strings.Cut(s, "/"); found && isResolver(host) {
		s = path
		if isShortDOI(s) {
			s = "10/" + s // the address that shortdoi.org hands out
		}
	}
	for before := ""; before != s; {
		before = s
		for _, prefix := range []string{"/", "urn:", "info:doi/", "doi:", "doi.org/"} {
			s = strings.TrimLeft(strings.TrimPrefix(s, prefix), " ")
		}
	}
	return strings.TrimRight(unescapeDOI.Replace(s), ".,;")
}

// unescapeDOI undoes what LaTeX and HTML do to a DOI. No DOI has a backslash, brace or backtick.
var unescapeDOI = strings.NewReplacer(`\`, "", "{", "", "}", "", "`", "", "&lt;", "<", "&gt;", ">", "&amp;", "&")

// isResolver reports whether a host, in lower case, redirects to the page of a DOI that is its path: doi.org, its
// mirrors and those of publishers, such as dx.doi.org and doi.acm.org, and proxies of libraries.
func isResolver(host string) bool {
	host = strings.TrimPrefix(host, "www.")
	return strings.HasPrefix(host, "doi.") || strings.HasPrefix(host, "dx.doi.") || strings.HasPrefix(host, "doi-org.") || strings.HasPrefix(host, "dx-doi-org.") ||
		strings.HasSuffix(host, ".doi.org") && !strings.HasPrefix(host, "short")
}

// isShortDOI reports whether a text is what follows "10/" in a short DOI: three to ten digits and
// lower-case letters.
func isShortDOI(s string) bool {
	return len(s) >= 3 && len(s) <= 10 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// decodeDOI undoes percent-encoding, which may have been applied more than once. It keeps the
// encoded form of a space or control character, which no id may have.
func decodeDOI(s string) string {
	for strings.IndexByte(s, '%') >= 0 {
		decoded, err := url.PathUnescape(s)
		if err != nil || decoded == s || !utf8.ValidString(decoded) || strings.ContainsFunc(decoded, isSpaceOrControl) {
			break
		}
		s = strings.TrimRight(strings.ToLower(decoded), ".,;")
	}
	return s
}

// embeddedDOI matches a DOI within other text.
var embeddedDOI = regexp.MustCompile(`10\.\d{3,9}(?:\.\d+)*/\S+`)

// bareDOI returns the first DOI in the text of a field, without its scheme. The text may have other
// words: "10.1000/x, 10.1000/y", "Nature 5. doi:10.1000/x." If it has none, its white space is
// ignored, because copying from a PDF breaks a DOI into words.
func bareDOI(s string) (string, bool) {
	if doi, ok := oneDOI(s); ok {
		return doi, true
	}
	for _, word := range strings.Fields(s) {
		if doi, ok := oneDOI(word); ok {
			return doi, true
		}
	}
	joined := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsGraphic(r) || 0x2400 <= r && r <= 0x2426 { // pictures of control characters
			return -1
		}
		return r
	}, s)
	for _, candidate := range []string{joined, embeddedDOI.FindString(s), embeddedDOI.FindString(decodeDOI(joined))} {
		if doi, ok := oneDOI(candidate); ok {
			return doi, true
		}
	}
	return "", false
}

// oneDOI parses a word as bareDOI does.
func oneDOI(word string) (string, bool) {
	id, ok := parseDOI(trimBrackets(strings.Trim(word, " \"'“”,;\uFFFD")))
	if !ok || len(id) > MaxIDBytes || !utf8.ValidString(string(id)) {
		return "", false
	}
	if number, isArXiv := strings.CutPrefix(string(id), SchemeArXiv+":"); isArXiv {
		return arXivDOI + number, true
	}
	return string(id[len(SchemeDOI)+1:]), true
}

// trimBrackets removes a bracket at either end of a text that has no partner in it.
func trimBrackets(s string) string {
	for _, pair := range []string{"()", "[]", "<>"} {
		if strings.HasPrefix(s, pair[:1]) {
			s = strings.TrimSuffix(s[1:], pair[1:])
		}
		if strings.HasSuffix(s, pair[1:]) && strings.Count(s, pair[1:]) > strings.Count(s, pair[:1]) {
			s = s[:len(s)-1]
		}
	}
	return s
}

// isShort reports whether a DOI is a short one, "10/abc".
func isShort(doi string) bool { return strings.HasPrefix(doi, "10/") }

// parseWordDOI parses a DOI that nothing marks as such. "10/2020" is then rather a month.
func parseWordDOI(s string) (ID, bool) {
	id, ok := parseDOI(s)
	if short, isShort := strings.CutPrefix(string(id), SchemeDOI+":10/"); isShort && allDigits(short) {
		return "", false
	}
	return id, ok
}

// doi makes the DOI bare and lower case. If the field has several DOIs, the first is kept. A short DOI becomes an
// alias: it can't be compared with the DOI it stands for.
func (v validator) doi() {
	raw := v.Paper.DOI
	if raw == "" {
		return
	}
	doi, ok := bareDOI(raw)
	if ok && isShort(doi) {
		if len(v.Aliases) < MaxAliases {
			v.Aliases = append(v.Aliases, SchemeDOI+":"+ID(doi))
		}
		v.Paper.DOI = ""
		v.keepRaw("doi", raw)
		return
	}
	v.Paper.DOI = doi
	switch {
	case !ok:
		v.warn(WarnInvalidDOI, "doi", strings.ToValidUTF8(raw, "\uFFFD"))
	case doi != raw:
		v.keepRaw("doi", strings.ToValidUTF8(raw, "\uFFFD"))
	}
}

// aclOfDOI returns the Anthology id in a DOI that the ACL registered.
func aclOfDOI(doi string) (ID, bool) {
	for _, prefix := range []string{"10.18653/v1/", "10.3115/v1/"} {
		if rest, ok := strings.CutPrefix(doi, prefix); ok {
			return parseACL(rest)
		}
	}
	return "", false
}
