package csl

import (
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

// adapt fills the record of one item.
func adapt(r *data.Record, w wireItem) {
	venue := ""
	for _, v := range []text{w.ContainerTitle, w.EventTitle, w.Event} {
		if venue == "" {
			venue = string(v)
		}
	}
	source.SetTexts(r, string(w.Title), string(w.Abstract), venue)
	r.Paper.DOI = string(w.DOI)
	if w.URL != "" {
		r.Paper.URLs = []string{string(w.URL)}
	}
	var names []string
	for _, n := range w.Author {
		names = append(names, n.display())
	}
	source.SetAuthors(r, names)
	setDate(r, w.Issued)
	setIDs(r, w)
	setCategories(r, w)
}

// display is the name in the order "First van Last Jr.".
func (n name) display() string {
	for _, whole := range []text{n.Literal, n.Name} {
		if line := source.PlainLine(string(whole)); line != "" {
			return line
		}
	}
	var words []string
	for _, part := range []text{n.Given, n.Dropping, n.NonDropping, n.Family, n.Suffix} {
		if line := source.PlainLine(string(part)); line != "" {
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}

// setDate takes a date in numbers or in words. One without any ("[[null]]") says
// that it is not known.
func setDate(r *data.Record, d issued) {
	said := d.said()
	if said == "" {
		return
	}
	date := d.date()
	if d.exact(date) {
		said = date.String()
	}
	source.SetDate(r, said, date)
}

// setIDs names the paper by the first id that the item states, and makes aliases
// of the rest. A key that is no id of a known kind is passed over.
func setIDs(r *data.Record, w wireItem) {
	var stated []string
	if strings.ContainsAny(string(w.ID), ":/") { // a bare one is a key of the library, whatever it looks like
		stated = append(stated, string(w.ID))
	}
	if number := string(w.Number); hasScheme(number, "arxiv") {
		stated = append(stated, number)
	}
	pmid, pmcid := string(w.PMID), string(w.PMCID)
	for line := range strings.Lines(string(w.Note)) {
		scheme, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch rest = strings.TrimSpace(rest); strings.ToLower(scheme) {
		case "arxiv", "doi":
			stated = append(stated, scheme+":"+rest)
		case "pmid":
			pmid = rest
		case "pmcid":
			pmcid = rest
		}
	}
	stated = append(stated, string(w.DOI), source.PubMedID(source.SchemePMID, pmid), source.PubMedID(source.SchemePMCID, pmcid))
	source.SetIDs(r, stated...)
}

func hasScheme(s, scheme string) bool {
	before, _, found := strings.Cut(s, ":")
	return found && strings.EqualFold(strings.TrimSpace(before), scheme)
}

// arXivStamp is what arXiv's exports put into a note, "arXiv:1706.03762 [cs.CL, stat.ML]".
var arXivStamp = regexp.MustCompile(`(?i)arxiv:\s*\S+\s*\[([^\]]+)\]`)

// setCategories takes those of arXiv; the other keywords are a person's own.
func setCategories(r *data.Record, w wireItem) {
	words := slices.Clone(w.Keyword)
	if stamp := arXivStamp.FindStringSubmatch(string(w.Note)); stamp != nil {
		words = append(words, strings.FieldsFunc(stamp[1], func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	source.AddCategories(r, words...)
}
