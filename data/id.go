package data

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// ID names a paper as "scheme:rest": "arxiv:2203.03850", "arxiv:math/0211159",
// "doi:10.1000/x", "acl:2020.acl-main.1", "pb:" and 16 hex digits of a content
// hash. An ID made by ParseID is canonical: two spellings of one id are equal,
// and parsing it again changes nothing.
type ID string

// The schemes that Paperboy understands. Ids of other schemes are kept as given.
const (
	SchemeArXiv   = "arxiv"
	SchemeACL     = "acl"
	SchemeDOI     = "doi"
	SchemeContent = "pb"
)

// MaxIDBytes is the maximum length of an id in bytes.
const MaxIDBytes = 200

// ErrInvalidID is wrapped by every error of ParseID.
var ErrInvalidID = errors.New("invalid id")

// ParseID parses an id in any usual spelling: "arXiv:2203.03850v2 [cs.CL]", a bare
// "math.GT/0309136", "oai:arXiv.org:math/0309136", "DOI: 10.1000/X", "10/abc", "P18-1234", or the
// URL of a paper at arXiv, alphaXiv, ar5iv, Hugging Face, the ACL Anthology, a resolver of DOIs or
// a publisher whose URLs have the DOI. The version of an arXiv id is dropped, and arXiv's own
// DOIs become arXiv ids.
//
// An id of an unknown scheme, or of none, is kept as given if it has 1 to
// MaxIDBytes bytes and no space or control character. Errors wrap ErrInvalidID.
func ParseID(s string) (ID, error) {
	s = strings.TrimSpace(s)
	if id, ok := parseURL(s); ok {
		return checked(id)
	}
	if scheme, rest, found := strings.Cut(s, ":"); found {
		scheme = strings.ToLower(strings.TrimSpace(scheme))
		if parse := schemeReader(scheme); parse != nil {
			id, ok := parse(strings.TrimSpace(rest))
			if !ok {
				return "", fmt.Errorf("%w %q: no %s id has this form", ErrInvalidID, text.Clip(s), scheme)
			}
			return checked(id)
		}
	}
	for _, parse := range []func(string) (ID, bool){parseArXiv, parseWordDOI, parseACL} {
		if id, ok := parse(s); ok {
			return checked(id)
		}
	}
	return checked(ID(s))
}

// schemeReader returns the parser for ids of a known scheme, or nil.
func schemeReader(scheme string) func(string) (ID, bool) {
	switch scheme {
	case SchemeArXiv:
		return parseArXiv
	case SchemeACL:
		return parseACL
	case SchemeDOI:
		return parseDOI
	case SchemeContent:
		return parseContent
	case SchemeCitationKey:
		return parseCitationKey
	}
	return nil
}

// checked returns the id, or an error if an id of any scheme must not look like this.
func checked(id ID) (ID, error) {
	switch {
	case id == "":
		return "", fmt.Errorf("%w: empty", ErrInvalidID)
	case len(id) > MaxIDBytes:
		return "", fmt.Errorf("%w %q: longer than %d bytes", ErrInvalidID, text.Clip(string(id)), MaxIDBytes)
	case !utf8.ValidString(string(id)):
		return "", fmt.Errorf("%w %q: not UTF-8", ErrInvalidID, text.Clip(string(id)))
	case strings.ContainsFunc(string(id), isSpaceOrControl):
		return "", fmt.Errorf("%w %q: contains a space or control character", ErrInvalidID, text.Clip(string(id)))
	}
	return id, nil
}

func isSpaceOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// Scheme returns the part before the colon, or "" for an id without a scheme.
func (id ID) Scheme() string {
	scheme, _, found := strings.Cut(string(id), ":")
	if !found {
		return ""
	}
	return scheme
}

// URL returns the address of the paper's public landing page, or "" if none is known.
func (id ID) URL() string {
	rest := strings.TrimPrefix(string(id), id.Scheme()+":")
	switch id.Scheme() {
	case SchemeArXiv:
		return "https://arxiv.org/abs/" + rest
	case SchemeACL:
		return "https://aclanthology.org/" + rest + "/"
	case SchemeDOI:
		return (&url.URL{Scheme: "https", Host: "doi.org", Path: "/" + rest}).String()
	case "http", "https":
		return string(id)
	}
	return ""
}

// parseContent parses the hex digits of a ContentID.
func parseContent(s string) (ID, bool) {
	s = strings.ToLower(s)
	if len(s) != 16 || strings.Trim(s, "0123456789abcdef") != "" {
		return "", false
	}
	return SchemeContent + ":" + ID(s), true
}

// parseACL parses a new ("2020.acl-main.1") or old ("P18-1234") Anthology id, which may have
// a version.
func parseACL(s string) (ID, bool) {
	if len(s) >= 8 && s[3] == '-' && isLetter(s[0]) && allDigits(s[1:3]) {
		digits := cutVersion(s[4:])
		if (len(digits) == 4 || len(digits) == 5) && allDigits(digits) {
			return ID(SchemeACL + ":" + strings.ToUpper(s[:3]) + "-" + digits), true
		}
		return "", false
	}
	s = strings.ToLower(cutVersion(s))
	year, rest, _ := strings.Cut(s, ".")
	volume, number, found := strings.Cut(rest, ".")
	venue, part, hyphen := strings.Cut(volume, "-")
	if !found || !hyphen || len(year) != 4 || !allDigits(year) || !allDigits(number) || !isSlug(venue) || !isSlug(part) {
		return "", false
	}
	return ID(SchemeACL + ":" + s), true
}

func isSlug(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// cutVersion removes a version such as "v2" from the end.
func cutVersion(s string) string {
	if i := strings.LastIndexAny(s, "vV"); i > 0 && allDigits(s[i+1:]) && '0' <= s[i-1] && s[i-1] <= '9' {
		return s[:i]
	}
	return s
}
