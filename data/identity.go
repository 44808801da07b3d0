package data

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"paperboy/data/text"
)

// ContentID names a paper that no source named: "pb:" and the first 16 hex
// digits of the SHA-256 over the normalized letters and digits of its title and
// abstract as the source wrote them, so that better cleaning never changes it.
func ContentID(rawTitle, rawAbstract string) ID {
	var letters []byte
	for _, raw := range []string{rawTitle, rawAbstract} {
		for _, r := range text.Normalize(raw) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters = append(letters, string(r)...)
			}
		}
	}
	sum := sha256.Sum256(letters)
	return ID(SchemeContent + ":" + hex.EncodeToString(sum[:8]))
}

// IDs are all identities that the record claims, without repetition: its ID and
// aliases, its DOI, the Anthology id within an ACL DOI, and the ids in its URLs,
// which are landing pages and files of the paper itself. Addresses within the
// abstract are not asked: those are of other papers.
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

// deriveID is the id that a record without one gets: the first that its other
// fields give, else the hash of its content.
func (r *Record) deriveID() ID {
	if ids := r.IDs(); len(ids) > 0 {
		return ids[0]
	}
	return r.contentID()
}

func (r *Record) contentID() ID {
	return ContentID(r.raw("title", r.Paper.Title), r.raw("abstract", r.Paper.Abstract))
}

// HasContentID reports that the record is called by nothing but its content.
func (r *Record) HasContentID() bool { return r.Paper.ID == r.contentID() }

// DetailID names a record that has the ContentID of another paper, as a second
// "Introduction" has: the same hash over authors, year and venue too.
func (r *Record) DetailID() ID {
	details := append(slices.Clone(r.Paper.Authors), r.Paper.Venue)
	if !r.Paper.Date.IsZero() {
		details = append(details, strconv.Itoa(r.Paper.Date.Year))
	}
	return ContentID(r.raw("title", r.Paper.Title), strings.Join(append(details, r.raw("abstract", r.Paper.Abstract)), " "))
}

// raw is what the source wrote for a field that reads as parsed.
func (r *Record) raw(field, parsed string) string {
	if raw, ok := r.Origin.Raw[field]; ok {
		return raw
	}
	return parsed
}
