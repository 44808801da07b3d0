package scholar

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// Pages in the shape of Scholar's, with made-up papers.
const (
	head        = `<!doctype html><html><head><title>knots - Google Scholar</title><style>#gs_top{position:relative}</style></head><body><div id="gs_top">`
	resultsPage = head + `<div id="gs_res_ccl_mid">
<div class="gs_r gs_or gs_scl" data-cid="a1" data-rp="0"><div class="gs_ggs gs_fl"><div class="gs_ggsd"><div class="gs_or_ggsm"><a href="https://arxiv.org/pdf/2306.00001"><span class="gs_ctg2">[PDF]</span> arxiv.org</a></div></div></div>
<div class="gs_ri"><h3 class="gs_rt"><a id="a1" href="https://proceedings.example.org/paper/1">Ropes and <b>knots</b> are all you need</a></h3>
<div class="gs_a">J Doe, <a href="/citations?user=x">R Roe</a>, E Poe… - Advances in knot …, 2017 - proceedings.example.org</div><div class="gs_rs">We tie …</div></div></div>
<div class="gs_r gs_or gs_scl" data-cid="a2"><div class="gs_ri"><h3 class="gs_rt"><span class="gs_ctu"><span class="gs_ct1">[CITATION]</span><span class="gs_ct2">[C]</span></span> <span id="a2">Old <b>knots</b></span></h3><div class="gs_a">A Moss - Knots, 1931</div></div></div>
<div class="gs_r gs_or gs_scl" data-cid="a3"><div class="gs_ri"><h3 class="gs_rt"><span class="gs_ctc"><span class="gs_ct1">[BOOK]</span><span class="gs_ct2">[B]</span></span> <a href="https://books.example.com/k">A book of knots</a></h3><div class="gs_a">B Fern&nbsp;- 2001 - books.example.com</div></div></div>
<div class="gs_r gs_or gs_scl" data-cid="a4"><div class="gs_ri"><h3 class="gs_rt"><a href="https://arxiv.org/abs/2001.00002">Small knots</a></h3><div class="gs_a">M Müller - arXiv preprint arXiv:2001.00002, 2020 - arxiv.org</div></div></div></div></body></html>`

	profilePage = `<!doctype html><html><head><title>Jane Doe - Google Scholar</title></head><body><table id="gsc_a_t"><tbody id="gsc_a_b">
<tr class="gsc_a_tr"><td class="gsc_a_t"><a href="/citations?view_op=view_citation&amp;x" class="gsc_a_at">Deep ropes</a><div class="gs_gray">J Doe, R Roe, E Poe, ...</div><div class="gs_gray">Nature 521 (7553), 436-444<span class="gs_oph">, 2015</span></div></td><td class="gsc_a_c"><a class="gsc_a_ac gs_ibl">12</a></td><td class="gsc_a_y"><span class="gsc_a_h gsc_a_hc gs_ibl">2015</span></td></tr>
<tr class="gsc_a_tr"><td class="gsc_a_t"><a class="gsc_a_at">Tied</a><div class="gs_gray">J Doe</div><div class="gs_gray">arXiv preprint arXiv:2402.00003<span class="gs_oph">, 2024</span></div></td><td class="gsc_a_c"></td><td class="gsc_a_y"><span>2024</span></td></tr>
<tr class="gsc_a_tr"><td class="gsc_a_t"><a class="gsc_a_at">Loops</a><div class="gs_gray">J Doe</div><div class="gs_gray">Proceedings of the 3rd Conference on Loops, 12-34<span class="gs_oph">, 2019</span></div></td><td class="gsc_a_c"></td><td class="gsc_a_y"><span>2019</span></td></tr></tbody></table></body></html>`

	viewPage = `<html><head><title>View article - Google Scholar</title></head><body><div id="gsc_oci_title_gg"><a href="https://x.example.org/deep.pdf">[PDF] from example.org</a></div><div id="gsc_oci_title"><a class="gsc_oci_title_link" href="https://doi.org/10.1000/deep">Deep ropes</a></div><div id="gsc_oci_table">
<div class="gs_scl"><div class="gsc_oci_field">Authors</div><div class="gsc_oci_value">Jane Doe, Richard Roe</div></div><div class="gs_scl"><div class="gsc_oci_field">Publication date</div><div class="gsc_oci_value">2015/5/8</div></div>
<div class="gs_scl"><div class="gsc_oci_field">Journal</div><div class="gsc_oci_value">Nature</div></div><div class="gs_scl"><div class="gsc_oci_field">Volume</div><div class="gsc_oci_value">521</div></div><div class="gs_scl"><div class="gsc_oci_field">Issue</div><div class="gsc_oci_value">7553</div></div>
<div class="gs_scl"><div class="gsc_oci_field">Pages</div><div class="gsc_oci_value">436-444</div></div><div class="gs_scl"><div class="gsc_oci_field">Publisher</div><div class="gsc_oci_value">Nature Publishing</div></div><div class="gs_scl"><div class="gsc_oci_field">Description</div><div class="gsc_oci_value"><div class="gsh_csp">Ropes learn.</div></div></div></div></body></html>`
)

func TestRead(t *testing.T) {
	for name, test := range map[string]struct {
		page string
		want []string
	}{
		"results": {resultsPage, []string{
			"Ropes and knots are all you need | J Doe, R Roe, E Poe | 2017 |  |  |  |  [authors_incomplete] arxiv:2306.00001",
			"Old knots | A Moss | 1931 |  | Knots |  |  []",
			"A book of knots | B Fern | 2001 | book |  |  |  []",
			"Small knots | M Müller | 2020 | preprint |  |  |  [] arxiv:2001.00002",
		}},
		"a profile": {profilePage, []string{
			"Deep ropes | J Doe, R Roe, E Poe | 2015 |  | Nature | 521 7553 436-444 |  [authors_incomplete]",
			"Tied | J Doe | 2024 | preprint |  |  |  [] arxiv:2402.00003",
			"Loops | J Doe | 2019 |  | Proceedings of the 3rd Conference on Loops | 12-34 |  []",
		}},
		"a view": {viewPage, []string{"Deep ropes | Jane Doe, Richard Roe | 2015-05-08 | article | Nature | 521 7553 436-444 | Nature Publishing [] doi:10.1000/deep"}},
		"saved by a browser": {strings.Replace("<!-- saved from url=(0051)https://scholar.google.com/citations?user=x&hl=de -->\n"+profilePage, " - Google Scholar<", "<", 1), []string{
			"Deep ropes | J Doe, R Roe, E Poe | 2015 |  | Nature | 521 7553 436-444 |  [authors_incomplete]",
			"Tied | J Doe | 2024 | preprint |  |  |  [] arxiv:2402.00003",
			"Loops | J Doe | 2019 |  | Proceedings of the 3rd Conference on Loops | 12-34 |  []",
		}},
	} {
		if !sniff([]byte(test.page)) {
			t.Errorf("%s: not recognized", name)
		}
		records, rejects := formattest.Read(t, Read, format.Input{Reader: strings.NewReader(test.page)})
		var got []string
		for _, r := range records {
			p := r.Paper
			s := fmt.Sprintf("%s | %s | %s | %s | %s | %s | %s %v", p.Title, strings.Join(p.Authors, ", "), p.Date, p.Type, p.Container, strings.Join(strings.Fields(p.Volume+" "+p.Number+" "+p.Pages), " "), p.Publisher, r.Origin.Warnings)
			if p.ID.Scheme() != data.SchemeContent {
				s += " " + string(p.ID)
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(rejects) > 0 {
			t.Errorf("%s (-want +got):\n%s rejects %v", name, diff, rejects)
		}
	}
}

// TestNoPapers checks that a page without papers says what it is.
func TestNoPapers(t *testing.T) {
	for page, want := range map[string]error{
		head + `<form id="gs_captcha_f"></form>`: errRobot,
		head + `did not match any articles`:      errNoList,
	} {
		for _, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(page)}) {
			if !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", page[len(head):], err, want)
			}
		}
	}
	for _, page := range []string{`<html><meta name="citation_title" content="Google Scholar</title>">`, "Google Scholar</title>", "<html><title>Scholar</title>"} {
		if sniff([]byte(page)) {
			t.Errorf("%q is recognized", page)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, page := range []string{resultsPage, profilePage, viewPage} {
		f.Add(page)
	}
	formattest.Fuzz(f, Format())
}
