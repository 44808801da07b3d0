// Package profiles has the use cases of who and what papers are by and from: the papers of an
// author, a venue or a category (papers.go), as a feed (feed.go), and what is known of all of them
// (profile.go): years, co-authors, topics and other spellings of the name (names.go).
//
// A profile is a search whose scope is one value of a facet, so an author is everybody who is
// written with the same folded name, whoever that is: the package does not tell people of one
// name apart, and does not join the spellings of one person's. Like package search, it knows
// nothing of HTTP.
package profiles

import (
	"net/url"
	"strings"
	"sync"

	"paperboy/api/feed"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/taxonomy"
	"paperboy/index"
)

// Service makes profiles. All methods may be called concurrently.
type Service struct {
	Search *search.Service
	// Topics finds what papers are about. If nil, profiles have no topics.
	Topics index.Topics

	mu   sync.Mutex // guards kept
	kept map[string]Profile
}

// Kind is what a profile is of.
type Kind string

// The kinds. Each is a facet, and has its name.
const (
	Author   Kind = "author"
	Venue    Kind = "venue"
	Category Kind = "category"
)

// Kinds lists every kind.
var Kinds = []Kind{Author, Venue, Category}

// facet returns the facet whose values have profiles.
func (k Kind) facet() index.Facet { return index.Facet(k) }

// Segment returns the first part of the address of a profile: "authors".
func (k Kind) Segment() string {
	switch k {
	case Venue:
		return "venues"
	case Category:
		return "categories"
	}
	return "authors"
}

// Path returns the address of the profile of a name in any spelling, the same for all spellings:
// "/authors/yann-lecun" for "LeCun, Yann". It is the page's, and the API's below its prefix. It
// is "" if the name has no profile: it is empty, has no letter or digit, or is too long.
func Path(kind Kind, name string) string {
	slug := Slug(kind, name)
	if slug == "" {
		return ""
	}
	path := "/" + kind.Segment() + "/" + url.PathEscape(slug)
	for _, format := range []feed.Format{feed.Atom, feed.JSON} { // which the address of a feed ends in
		if rest, is := strings.CutSuffix(path, "."+string(format)); is {
			return rest + "%2E" + string(format)
		}
	}
	return path
}

// Slug returns the last part of Path, not escaped.
func Slug(kind Kind, name string) string {
	value := kind.value(name)
	switch {
	case len(value) > params.MaxValueLength:
		return ""
	case kind == Author:
		for _, slug := range []string{strings.ReplaceAll(value, " ", "-"), value} {
			if data.AuthorKey(slug) == value { // rare characters fold further
				return slug
			}
		}
		return ""
	}
	return value
}

// value returns the value of the facet that a name stands for, "" if it is none. Authors are
// folded; venues and categories are as written, except that the spaces are single, and that
// arXiv's categories have its spelling.
func (k Kind) value(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "\uFFFD")), " ")
	switch {
	case index.NormalizeValue(k.facet(), name) == index.Unknown:
		return ""
	case k == Author:
		return data.AuthorKey(name)
	case k == Category:
		return taxonomy.Code(name)
	}
	return name
}
