package bibtex

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
)

func TestPeople(t *testing.T) {
	for list, want := range map[string]string{
		"Doe, J. and Smith, R.":                                        "J. Doe|R. Smith",
		"Jane van der Doe AND\n {Barnes and Noble, Inc.}":              "Jane van der Doe|Barnes and Noble, Inc.*",
		"von Hicks, III, Michael":                                      "Michael von Hicks III",
		"family=Last, given=First, prefix=von and O'Neil, Ann":         "First von Last|Ann O'Neil",
		"given=Hans, family=Harman, prefix=von, useprefix=true, id=hh": "Hans von Harman",
		"{Caputo}, F. and others":                                      "F. Caputo|…",
		" and ":                                                        "",
		"Bru, I.; Cato, J. M.; Dyb, A.":                                "I. Bru|J. M. Cato|A. Dyb",
		"Adda Bru, Kari Cato, Max Dyb, Jörg Ehn":                       "Adda Bru|Kari Cato|Max Dyb|Jörg Ehn",
		"Bru, I., Cato, J. M., and Dyb, A.":                            "I. Bru|J. M. Cato|A. Dyb",
		"Bru I, Cato JM, Dyb A":                                        "I Bru|JM Cato|A Dyb",
		"Jane Doe & Rick Roe \\& Kim Poe":                              "Jane Doe|Rick Roe|Kim Poe",
		"M&uuml;ller, J. and B&oslash;, K.":                            "J. Müller|K. Bø",
		"Barnes & Noble":                                               "Barnes & Noble*",
		"Bru, Ida\n  Cato, Jon\n  Dyb, Ann":                            "Ida Bru|Jon Cato|Ann Dyb",
		"Jane\n  Doe":                                                  "Jane Doe",
		"Jane Doe et al.":                                              "Jane Doe|…",
		"{Jane M. Doe} and {J. Roe} and {Open Data}":                   "Jane M. Doe|J. Roe|Open Data*",
		"{Doe, Jane and Roe, Rick}":                                    "Jane Doe|Rick Roe",
		"{\\'E}mile Zola and {{NASA}} and ALPHA Collaboration":         "Émile Zola|NASA*|ALPHA Collaboration*",
		"de la Cruz y Ramos, Juan":                                     "Juan de la Cruz y Ramos",
		"King, Jr., Martin Luther":                                     "Martin Luther King Jr.",
		"{\\relax Ch}arles Dickens":                                    "Charles Dickens",
	} {
		p := readPeople(list)
		got := slices.Clone(p.names)
		for i, name := range got {
			if slices.Contains(p.groups, name) {
				got[i] += "*"
			}
		}
		if p.others {
			got = append(got, "…")
		}
		if strings.Join(got, "|") != want {
			t.Errorf("readPeople(%q) = %q, want %q", list, strings.Join(got, "|"), want)
		}
	}
}

// library has entries as real files have them, and one broken entry.
const library = `This file was written by hand.
@string{jml = "Journal of " # {Learning}}
@comment{jabref-meta: groups;}
@preamble{"\newcommand{\x}{y}"}
% @article{no, title = {Commented out}}
@inproceedings{child, title = {On {Nested {Braces}}:
   wrapped}, author = "Doe, J. and others", crossref = {Vol}, pages = 3--4,
  doi = {https://doi.org/10.1000/X}, pmid = 12 }
@article{broken, title = {Never closed, year = 2001}
@article(paren, title = "A (round) {""} title" month = 10 # "~" # feb, year = 1999, journal = jml,)
@article{arx, Title = {<i>E. coli</i> \& $\beta$}, eprint = {astro-ph/0405395}, archivePrefix = {arXiv},
  primaryClass = {astro-ph}, keywords = {cs.CL, stars}, date = {2004-09/2005}, title = {Twice}}
@misc{wrong, title {no sign}}
@proceedings{vol, title = {Proceedings of X}, year = 2003}
@article{typo, title = {A year with a typing error}, year = {20x4}}
`

func TestRead(t *testing.T) {
	var got []string
	for r, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(library), Location: "x.bib"}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if reject := (*data.Rejection)(nil); errors.As(err, &reject) {
			got = append(got, reject.Entry+": "+reject.Code)
			continue
		}
		p := r.Paper
		got = append(got, fmt.Sprintf("%s: %s | %s | %q | %s | %s | %q %q", r.Entry, p.ID, p.Title, p.Authors, p.Date, p.Venue, p.Categories, r.Origin.Warnings))
	}
	want := []string{
		`line 9 (broken): PB | Never closed, year = 2001 | [] |  |  | [] ["entry_unclosed"]`,
		`line 10 (paren): PB | A (round) "" title | [] | 1999-02-10 | Journal of Learning | [] []`,
		`line 11 (arx): arxiv:astro-ph/0405395 | E. coli & β | [] | 2004-09 |  | ["astro-ph" "cs.CL"] []`,
		`line 13 (wrong): PB | no sign | [] |  |  | [] ["field_malformed"]`,
		`line 14 (vol): PB | Proceedings of X | [] | 2003 |  | [] []`,
		`line 6 (child): doi:10.1000/x | On Nested Braces: wrapped | ["J. Doe"] | 2003 | Proceedings of X | [] ["authors_incomplete"]`,
		`line 15 (typo): PB | A year with a typing error | [] |  |  | [] ["date_unread"]`,
	}
	for i := range got {
		if at := strings.Index(got[i], "pb:"); at >= 0 {
			got[i] = got[i][:at] + "PB" + got[i][at+len("pb:0123456789abcdef"):]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}

// TestCaps checks that an entry that is too long is rejected with its key, and that the next entry
// is read.
func TestCaps(t *testing.T) {
	long := "@article{long, title = {" + strings.Repeat("x", maxEntryBytes) + "}}\n"
	bomb := "@string{a = {" + strings.Repeat("x", 1000) + "}}\n@article{bomb, title = " + strings.Repeat("a # ", 2000) + "a}\n"
	line := "@article{line, title = {" + strings.Repeat("x", format.MaxEntryBytes) + "}}\n"
	in := long + bomb + line + "@article{next, title = {Next}}"
	var got []string
	for r, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(in), Location: "x.bib"}) {
		if reject := (*data.Rejection)(nil); errors.As(err, &reject) {
			got = append(got, reject.Entry+" "+reject.Code)
			continue
		}
		got = append(got, r.Entry)
	}
	want := []string{"line 1 (long) entry_too_long", "line 3 (bomb) entry_too_long", "line 4 entry_too_long", "line 5 (next)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzRead checks that no input makes Read panic, and that an entry after any other text is read.
func FuzzRead(f *testing.F) {
	f.Add([]byte(library))
	for _, s := range []string{"@a{", "@a(b,c={}#\"\"", "@string{a=a#a}", `@a{b,title={\'{\"{\^$`, "@a{b,title={$^{_{\\rm", `@a{,author={a, and ,b and family=}}`, "@a{b,title=\"}\"}", "@a{k,year=2000,month=99~jan}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		const last = "\n@article{the-last-key, title = {The last}}\n"
		found := false
		for r, err := range Read(t.Context(), format.Input{Reader: bytes.NewReader(append(bytes.Clone(in), last...)), Location: "x.bib"}) {
			if reject := (*data.Rejection)(nil); err != nil && !errors.As(err, &reject) {
				t.Fatal(err)
			}
			found = found || r.Paper.Title == "The last"
		}
		if !found {
			t.Errorf("the entry after %q is lost", in)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	in := strings.Repeat(library, 1000)
	b.SetBytes(int64(len(in)))
	entries := 0
	for b.Loop() {
		for r, err := range Read(b.Context(), format.Input{Reader: strings.NewReader(in), Location: "x.bib"}) {
			if err == nil {
				_ = data.Validate(&r)
			}
			entries++
		}
	}
	b.ReportMetric(float64(entries)/b.Elapsed().Seconds(), "entries/s")
}

// TestReference checks the fields of a reference, and ids in odd fields.
func TestReference(t *testing.T) {
	for in, want := range map[string]string{
		`@inproceedings{k, title={T}, booktitle={Proc. of {X}}, series={LNCS}, volume=3, number=4, pages={12--34}, publisher={Wiley \& Sons}, address={Berlin}, isbn={978-3}, month=M{\"a}rz, year=2001}`: "conference-paper Proc. of X 3(4) 12-34 Wiley & Sons, Berlin LNCS ISBN 978-3 2001-03",
		`@article{k, title={T}, journaltitle={J}, journalsubtitle={S}, issue=2, eid={e12}, issn={1234-5678}, date={2001-10}}`:                                                                             "article J: S (2) e12 ISSN 1234-5678 2001-10",
		`@phdthesis{k, title={T}, school={MIT}, month={Dezember}, year={{2001}}}`:                                                                                                                         "thesis school MIT note PhD thesis 2001-12",
		`@thesis{k, title={T}, type={mathesis}, institution={ETH}, location={Z{\"u}rich}, date={2001}}`:                                                                                                   "thesis Zürich school ETH note Master's thesis 2001",
		`@techreport{k, title={T}, institution={NASA}, number={TR-7}, note={Draft}}`:                                                                                                                      "report (TR-7) school NASA note Draft",
		`@misc{k, title={T}, entrysubtype={dataset}, howpublished={\url{https://a.org/x}}, note={doi: 10.1000/182}, publisher={Zenodo}}`:                                                                  "dataset Zenodo doi 10.1000/182 url https://a.org/x",
		`@misc{k, title={T}, howpublished={Dataset}, note={Good}}`:                                                                                                                                        "dataset note Good",
		`@misc{k, title={T}, howpublished={{Computer program}}}`:                                                                                                                                          "software",
		`@misc{k, title={T}, howpublished={Self-published}}`:                                                                                                                                              "note Self-published",
		`@misc{k, title={T}, doi={10.1594/PANGAEA.1}, publisher={PANGAEA}}`:                                                                                                                               "dataset PANGAEA doi 10.1594/pangaea.1",
		`@article{k, title={T}, doi={10.1594/PANGAEA.1}}`:                                                                                                                                                 "article doi 10.1594/pangaea.1",
		`@book_section{k, title={T}, booktitle={B}, edition={2nd,}, editor={Ed Fox}}`:                                                                                                                     "chapter B 2nd ed. by Ed Fox",
		`@article{k, title={T}, journal={arXiv preprint arXiv:1706.03762}, year=2017}`:                                                                                                                    "preprint id arxiv:1706.03762 2017",
		`@article{k, title={T}, journal={CoRR}, volume={abs/1706.03762}}`:                                                                                                                                 "preprint CoRR abs/1706.03762 id arxiv:1706.03762",
		`@misc{k, title={T}, eprint={1706.03762}, eprinttype={arxiv}, eprintclass={cs.CL}}`:                                                                                                               "preprint id arxiv:1706.03762",
		`@article{k, title={T}, eprint={23241407}, eprinttype={pubmed}, doi={https://doi.org/10.1000%2F182}, pmcid={PMC355}}`:                                                                             "article doi 10.1000/182 id doi:10.1000/182 pmid:23241407 pmcid:pmc355",
		`@article{k, title={T}, doi={10.1214/07--aoas145}}`:                                                                                                                                               "article doi 10.1214/07--aoas145",
		`@book{k, title={T}, subtitle={S}, titleaddon={A}, editor={Ed Fox and {Big Group}}}`:                                                                                                              "book T: S. A by Ed Fox, Big Group groups Big Group",
		`@online{k, title={Why?}, subtitle={S}, url={http://dx.doi.org/10.1000/182}}`:                                                                                                                     "Why? S doi 10.1000/182 url http://dx.doi.org/10.1000/182",
		`@software{k, title={T}, repository={https://github.com/a/b}, note={Good}, annote={Not for others}}`:                                                                                              "software note Good code https://github.com/a/b",
		`@book{k, title={Chapter}, booktitle={B}}`:                                                                                                                                                        "chapter Chapter B",
	} {
		for r, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(in), Location: "x.bib"}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				t.Fatalf("%s: %v", in, err)
			}
			if line := referenceLine(r); line != want {
				t.Errorf("%s\n got %q\nwant %q", in, line, want)
			}
			if key := r.Paper.CitationKey; key != "k" {
				t.Errorf("%s: the key is %q", in, key)
			}
		}
	}
}

// referenceLine returns the fields that a reference needs on a line.
func referenceLine(r data.Record) string {
	p := r.Paper
	var got []string
	add := func(before, value, after string) {
		if value != "" {
			got = append(got, before+value+after)
		}
	}
	add("", string(p.Type), "")
	if p.Title != "T" {
		add("", p.Title, "")
	}
	add("", p.Container, "")
	if p.Number != "" {
		p.Volume += "(" + p.Number + ")"
	}
	add("", p.Volume, "")
	add("", p.Pages, "")
	if p.Place != "" && p.Publisher != "" {
		p.Publisher += ", "
	}
	add("", p.Publisher+p.Place, "")
	add("", p.Edition, " ed.")
	add("", p.Series, "")
	add("ISBN ", p.ISBN, "")
	add("ISSN ", p.ISSN, "")
	add("by ", strings.Join(p.Editors, ", "), "")
	add("groups ", strings.Join(p.Groups, ", "), "")
	add("school ", p.School, "")
	add("note ", p.Note, "")
	add("code ", p.Repository, "")
	add("doi ", p.DOI, "")
	if scheme := p.ID.Scheme(); scheme != data.SchemeContent && (scheme != data.SchemeDOI || len(r.Aliases) > 0) {
		add("id ", string(p.ID), "")
	}
	for _, alias := range r.Aliases {
		add("", string(alias), "")
	}
	add("url ", strings.Join(p.URLs, " "), "")
	add("", p.Date.String(), "")
	return strings.Join(got, " ")
}
