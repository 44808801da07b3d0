package data

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/text"
)

// ContentID returns the id of a paper that no source gives an id to: "pb:" and the first 16
// hex digits of the SHA-256 of the normalized letters and digits of title and abstract. Both
// must be as the source wrote them, so that better cleaning never changes the id.
func ContentID(rawTitle, rawAbstract string) ID {
	letters := make([]byte, 0, len(rawTitle)+len(rawAbstract))
	for _, raw := range []string{rawTitle, rawAbstract} {
		for _, r := range text.Normalize(raw) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters = utf8.AppendRune(letters, r)
			}
		}
	}
	sum := sha256.Sum256(letters)
	return ID(SchemeContent + ":" + hex.EncodeToString(sum[:8]))
}

// IDs returns all ids that the record claims, without duplicates: its ID and aliases, its
// DOI, the Anthology id in an ACL DOI, and the ids in its URLs, which are landing pages and
// files of the paper itself. URLs in the abstract are ignored: they are those of other
// papers.
func (r *Record) IDs() []ID {
	ids := make([]ID, 0, 4)
	add := func(id ID) {
		if id == "" {
			return
		}
		for _, known := range ids {
			if known == id {
				return
			}
		}
		ids = append(ids, id)
		if id.Scheme() == SchemeDOI {
			if acl, ok := aclOfDOI(string(id[len(SchemeDOI)+1:])); ok {
				ids = append(ids, acl)
			}
		}
	}
	add(r.Paper.ID)
	for _, alias := range r.Aliases {
		add(alias)
	}
	if id, ok := parseDOI(r.Paper.DOI); ok {
		add(id)
	}
	for _, u := range r.Paper.URLs {
		if id, ok := parseURL(u); ok {
			add(id)
		}
	}
	return ids
}

// deriveID returns the id for a record without one: the first that its other fields have, or
// else the hash of its content.
func (r *Record) deriveID() ID {
	if ids := r.IDs(); len(ids) > 0 {
		return ids[0]
	}
	return r.ContentID()
}

// ContentID returns the id of the record if it has no other: the hash of its content.
func (r *Record) ContentID() ID {
	return ContentID(r.raw("title", r.Paper.Title), r.raw("abstract", r.Paper.Abstract))
}

// HasContentID reports whether the id of the record is the hash of its content.
func (r *Record) HasContentID() bool {
	return r.Paper.ID.Scheme() == SchemeContent && r.Paper.ID == r.ContentID()
}

// DetailID returns an id for a record that has the same ContentID as another paper, such as a
// second "Introduction": a ContentID that includes authors, venue and year.
func (r *Record) DetailID() ID {
	details := append(slices.Clone(r.Paper.Authors), r.Paper.Venue)
	if !r.Paper.Date.IsZero() {
		details = append(details, strconv.Itoa(r.Paper.Date.Year))
	}
	return ContentID(r.raw("title", r.Paper.Title), strings.Join(append(details, r.raw("abstract", r.Paper.Abstract)), " "))
}

// raw returns what the source wrote for a field with the given parsed value.
func (r *Record) raw(field, parsed string) string {
	if raw, ok := r.Origin.Raw[field]; ok {
		return raw
	}
	return parsed
}
