package cff

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

const file = `# This is a citation file.
cff-version: 1.2.0
message: "If you use it, cite it."
title: Tool of tools
abstract: It does things.
authors:
  - {family-names: Moe, given-names: Kari, name-particle: van der, name-suffix: Jr., orcid: "https://orcid.org/0000"}
  - name: The Tool Project
  - alias: toolsmith
version: 1.10
date-released: 2021-03-04
identifiers:
  - {type: doi, value: 10.5281/zenodo.1}
  - {type: other, value: "arXiv:2101.05555"}
repository-code: https://example.org/a
preferred-citation:
  type: article
  title: A paper on tools
  authors: [&bo {family-names: Ra, given-names: Bo}]
  journal: J Tools
  year: 2020
  month: 5
  volume: 3
  issue: 2
  pages: 11
  start: 10
  end: 20
  doi: 10.5555/t.1
references:
  - type: conference-paper
    title: Earlier
    authors: [*bo]
    editors: [{family-names: It, given-names: Ed}]
    collection-title: Proc. X
    conference: {name: X 2018, city: Oslo}
    publisher: {name: P}
    year: 2018
    isbn: 978-3-16-148410-0
  - {type: thesis, thesis-type: PhD, title: A thesis, institution: {name: U}, authors: [*bo], date-published: 2017-02-03}
  - {type: generic, authors: [*bo]}
  - no work
`

func TestRead(t *testing.T) {
	if !sniff([]byte(file)) {
		t.Error("not recognized")
	}
	records, rejects := formattest.ReadText(t, Read, "CITATION.cff", file)
	var papers []data.Paper
	for _, r := range records {
		r.Paper.AuthorCount = nil
		if r.Paper.ID.Scheme() == data.SchemeContent {
			r.Paper.ID = ""
		}
		papers = append(papers, r.Paper)
	}
	bo := []string{"Bo Ra"}
	want := []data.Paper{
		{ID: "doi:10.5281/zenodo.1", Title: "Tool of tools", Abstract: "It does things.", Authors: []string{"Kari van der Moe Jr.", "The Tool Project", "toolsmith"}, Groups: []string{"The Tool Project"},
			Date: data.Date{Year: 2021, Month: 3, Day: 4}, Type: data.TypeSoftware, DOI: "10.5281/zenodo.1", Repository: "https://example.org/a"},
		{ID: "doi:10.5555/t.1", Title: "A paper on tools", Authors: bo, Date: data.Date{Year: 2020, Month: 5}, Type: data.TypeArticle, Venue: "J Tools", Container: "J Tools", Volume: "3", Number: "2", Pages: "10-20", DOI: "10.5555/t.1"},
		{Title: "Earlier", Authors: bo, Editors: []string{"Ed It"}, Date: data.Date{Year: 2018}, Type: data.TypeConferencePaper, Venue: "Proc. X", Container: "Proc. X", Publisher: "P", Place: "Oslo", ISBN: "978-3-16-148410-0"},
		{Title: "A thesis", Authors: bo, Date: data.Date{Year: 2017, Month: 2, Day: 3}, Type: data.TypeThesis, Note: "PhD thesis", School: "U"},
	}
	if diff := cmp.Diff(want, papers, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}
	wantRejects := []string{"reference 3 missing_title: a title is required", "reference 4 invalid_type: must be a mapping"}
	for i := range rejects {
		rejects[i] = strings.Replace(rejects[i], " ("+string(data.ContentID("", ""))+")", "", 1)
	}
	if diff := cmp.Diff(wantRejects, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestRefused checks that a file that is not YAML, or too large when its aliases are expanded, is
// rejected by name.
func TestRefused(t *testing.T) {
	bomb := "cff-version: 1.2.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for _, n := range []string{"0", "1", "2", "3", "4", "5", "6", "7"} {
		next := string(n[0] + 1)
		bomb += "a" + next + ": &a" + next + " [" + strings.Repeat("*a"+n+", ", 9) + "*a" + n + "]\n"
	}
	for text, want := range map[string]string{
		"cff-version: 1.2.0\ntitle: [": "not valid YAML",
		bomb:                           "YAML",
		"cff-version: 1.2.0\nx: " + strings.Repeat("[", 5000):    "YAML",
		"cff-version: 1.2.0\nmessage: " + strings.Repeat("x", 9): "a title is required",
		"": "no records",
	} {
		records, rejects := formattest.ReadText(t, Read, "CITATION.cff", text)
		if len(records) > 0 || len(rejects) != 1 || !strings.Contains(rejects[0], want) {
			t.Errorf("%.60q: %d records, rejects %.200q, want %q", text, len(records), rejects, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file)
	f.Add("cff-version: 1\ntitle: &a [*a]\nauthors: {<<: *b}")
	formattest.Fuzz(f, Format())
}
