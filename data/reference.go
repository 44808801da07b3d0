package data

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paperboy/data/text"
)

// Type says what kind of publication a paper is. It comes from a source, never from a guess;
// "" means that no source says.
type Type string

// The types of papers.
const (
	TypeArticle         Type = "article" // in a journal or another periodical
	TypeConferencePaper Type = "conference-paper"
	TypeBook            Type = "book" // or the proceedings of a conference
	TypeChapter         Type = "chapter"
	TypeThesis          Type = "thesis"
	TypeReport          Type = "report"
	TypePreprint        Type = "preprint"
	TypeDataset         Type = "dataset"
	TypeSoftware        Type = "software"
)

// Types lists the types in the order in which people see them.
var Types = []Type{TypeArticle, TypeConferencePaper, TypeBook, TypeChapter, TypeThesis, TypeReport, TypePreprint, TypeDataset, TypeSoftware}

// IsKnown reports whether t is one of Types.
func (t Type) IsKnown() bool { return slices.Contains(Types, t) }

// Name returns the name of the type for people, in lower case: "conference paper". It is "" if the
// type is not known.
func (t Type) Name() string { return strings.ReplaceAll(string(t), "-", " ") }

// The warnings about the fields of a reference. Origin.Raw keeps the original string.
const (
	WarnUnknownType = "unknown_type" // dropped: not one of Types
	WarnCut         = "field_cut"    // a field of a reference was cut to its maximum
)

// chooseType returns the index of the record whose type a merged paper has, or -1: the oldest that
// says how the paper was published, or else the oldest that has it as a preprint. A preprint that
// another record has in a journal or at a conference, without a type, was published too: how is
// unknown. What was read from a PDF comes last. The records are sorted.
func chooseType(records []Record) int {
	stated := func(isFit func(p *Paper) bool) int {
		return slices.IndexFunc(records, func(r Record) bool { return isFit(&r.Paper) && r.Origin.Source != SourcePDF })
	}
	if i := stated(func(p *Paper) bool { return p.Type != "" && p.Type != TypePreprint }); i >= 0 {
		return i
	}
	preprint := stated(func(p *Paper) bool { return p.Type == TypePreprint })
	if preprint < 0 {
		return slices.IndexFunc(records, func(r Record) bool { return r.Paper.Type != "" })
	}
	if stated(func(p *Paper) bool { return p.Type == "" && p.appeared() }) >= 0 {
		return -1
	}
	return preprint
}

// appeared reports whether a paper has a venue or container other than a preprint server.
func (p *Paper) appeared() bool {
	return slices.ContainsFunc([]string{p.Venue, p.Container}, func(name string) bool { return name != "" && !IsPreprintServer(name) })
}

// OutgrewPreprint reports whether p, a newer version of the record before, no longer calls the
// paper a preprint: it says where the paper has appeared since.
func (p *Paper) OutgrewPreprint(before *Paper) bool {
	return p.Type == "" && before.Type == TypePreprint && p.appeared() && !before.appeared()
}

// preprintServers are the normalized names of preprint servers that sources give as the venue.
var preprintServers = []string{
	"corr", "biorxiv", "medrxiv", "chemrxiv", "ssrn", "ssrn electronic journal", "preprints", "preprints.org", "research square", "psyarxiv",
	"osf preprints", "authorea preprints", "techrxiv",
}

// IsPreprintServer reports whether the name of a venue is that of a preprint server: "arXiv",
// "CoRR", "arXiv preprint arXiv:1706.03762".
func IsPreprintServer(venue string) bool {
	name := text.Normalize(venue)
	more, isArXiv := strings.CutPrefix(name, "arxiv")
	return isArXiv && (more == "" || strings.Contains(" .:", more[:1])) || slices.Contains(preprintServers, name)
}

// OwnsEditors reports whether the editors edited the paper itself, such as a book, and not what it is
// in, such as the proceedings.
func (p *Paper) OwnsEditors() bool {
	switch p.Type {
	case TypeArticle, TypeConferencePaper, TypeChapter:
		return false
	case "":
		return p.Container == "" && p.Venue == ""
	}
	return true
}

// IsByEditors reports whether the authors of a paper are its editors, by whose names people look for
// it. Validate makes them so if a source names only editors.
func (p *Paper) IsByEditors() bool {
	return len(p.Editors) > 0 && p.OwnsEditors() && slices.Equal(p.Authors, p.Editors)
}

// editors drops what is no name from the list of editors, and makes the editors of a paper without
// authors its authors too.
func (v validator) editors() {
	p := &v.Paper
	if raw := strings.Join(p.Editors, "; "); slices.ContainsFunc(p.Editors, IsEtAl) {
		v.warn(WarnEditorsIncomplete, "editors", raw)
	}
	p.Editors = slices.DeleteFunc(p.Editors, func(name string) bool { return IsEtAl(name) || isNoName(name) })
	if len(p.Authors) > 0 || len(p.Editors) == 0 || !p.OwnsEditors() {
		return
	}
	p.Authors = slices.Clone(p.Editors)
	if slices.Contains(v.Origin.Warnings, WarnEditorsIncomplete) && !slices.Contains(v.Origin.Warnings, WarnAuthorsIncomplete) {
		v.Origin.Warnings = append(slices.Clip(v.Origin.Warnings), WarnAuthorsIncomplete)
	}
}

func hasMoreEditors(a, b *Record) bool { return len(a.Paper.Editors) > len(b.Paper.Editors) }

// pageRange matches what separates the first from the last page.
var pageRange = regexp.MustCompile(`\s*(?:[\x{2010}-\x{2015}\x{2212}]|-+)\s*`)

// tidyName normalizes a name. A list of names that was split badly at the source leaves a separator at
// a name, "; Hoo-Chang Shin" or "Lev Kharlashkin,", which is no part of it: it would begin another name,
// or a given name, in any list.
func tidyName(s string) string {
	return strings.TrimRight(strings.TrimLeft(text.OneLine(s), ";, "), ", ")
}

// tidyPages writes a range of pages with one hyphen: "12–34" and "12 -- 34" are "12-34".
func tidyPages(s string) string { return pageRange.ReplaceAllString(text.OneLine(s), "-") }

// reference drops a type that is not known.
func (v validator) reference() {
	p := &v.Paper
	p.Type = Type(strings.ToLower(strings.TrimSpace(string(p.Type))))
	if p.Type != "" && !p.Type.IsKnown() {
		v.warn(WarnUnknownType, "type", strings.ToValidUTF8(string(p.Type), "\uFFFD"))
		p.Type = ""
	}
}

// tidyGroups drops the groups that are among neither the authors nor the editors. Most papers
// have no groups and no editors, so an empty list of them is nil.
func (p *Paper) tidyGroups() {
	if len(p.Groups) > 0 {
		names := make(map[string]bool, len(p.Authors)+len(p.Editors))
		for _, name := range append(slices.Clip(p.Authors), p.Editors...) {
			names[name] = true
		}
		p.Groups = slices.DeleteFunc(p.Groups, func(group string) bool { return !names[group] })
	}
	if len(p.Groups) == 0 {
		p.Groups = nil
	}
	if len(p.Editors) == 0 {
		p.Editors = nil
	}
}

// IsGroup reports whether an author or editor of the paper is a group or a corporation, not a
// person.
func (p *Paper) IsGroup(name string) bool { return slices.Contains(p.Groups, name) }

// SchemeCitationKey is the scheme of ids that are citation keys. A library gives each key to one
// paper, whatever the case of its letters, because BibTeX confuses keys that differ only in case.
const SchemeCitationKey = "key"

// CitationKeyID returns the id for a citation key that has passed Validate.
func CitationKeyID(key string) ID { return ID(SchemeCitationKey + ":" + strings.ToLower(key)) }

// parseCitationKey parses a citation key.
func parseCitationKey(s string) (ID, bool) { return CitationKeyID(s), s != "" }

// tidyCitationKey removes from a key what BibTeX does not accept in one.
func tidyCitationKey(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"#%'(),={}~\\", r) || unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, text.OneLine(s))
}

// isOlder makes a field come from the oldest record that states it: a is always newer than b.
func isOlder(_, _ *Record) bool { return false }

// SetCitationKey gives a paper, described by its records, a citation key: in the oldest record that
// states one, or else in the oldest. Merge then returns a paper with this key.
func SetCitationKey(records []Record, key string) {
	oldest := -1
	for i := range records {
		r := &records[i]
		if oldest < 0 || hasCitationKey(r) && !hasCitationKey(&records[oldest]) || hasCitationKey(r) == hasCitationKey(&records[oldest]) && compareAge(*r, records[oldest]) < 0 {
			oldest = i
		}
	}
	records[oldest].Paper.CitationKey = key
}

func hasCitationKey(r *Record) bool { return r.Paper.CitationKey != "" }
