package api_test

import (
	"net/http"
	"strings"
	"testing"

	"paperboy/api/export"
)

func TestCite(t *testing.T) {
	r := newRig(t)
	for name, test := range map[string]struct {
		path, kind, file, want string
	}{
		"BibTeX, by default": {
			"/papers/arxiv:2203.03850/cite", "application/x-bibtex; charset=utf-8", "arxiv-2203-03850.bib",
			`@misc{lovelace2022graph,
  title = {Graph neural networks for molecules},
  author = {Lovelace, Ada and Turing, Alan},
  year = {2022},
  month = mar,
  day = {8},
  eprint = {2203.03850},
  archiveprefix = {arXiv},
  primaryclass = {cs.LG},
  url = {https://arxiv.org/abs/2203.03850},
  keywords = {cs.LG}
}
`,
		},
		"APA": {
			"/papers/arXiv:2203.03850v2/cite?style=apa", "text/plain; charset=utf-8", "arxiv-2203-03850.txt",
			"Lovelace, A., & Turing, A. (2022). Graph neural networks for molecules (arXiv:2203.03850). arXiv. https://doi.org/10.48550/arXiv.2203.03850\n",
		},
		"RIS": {
			"/papers/acl:2020.acl-main.1/cite?style=ris", "application/x-research-info-systems; charset=utf-8", "acl-2020-acl-main-1.ris",
			"TY  - CPAPER\r\nID  - one2020translating\r\nTI  - Translating speech & text\r\nAU  - One, A.\r\nAU  - Two, B.\r\nAU  - Three, C.\r\nPY  - 2020\r\nDA  - 2020/07/05/\r\nT2  - ACL\r\nUR  - https://aclanthology.org/2020.acl-main.1/\r\nER  - \n",
		},
		"CSL-JSON, of an id with slashes": {
			"/papers/doi:10.1000%2Fx,y%2Fz/cite?style=csl-json", "application/vnd.citationstyles.csl+json", "doi-10-1000-x-y-z.json",
			`[
{"id":"lovelace2015machine","citation-key":"lovelace2015machine","type":"article-journal","title":"Machine translation with attention","author":[{"family":"Lovelace","given":"Ada"}],"issued":{"date-parts":[[2015]]},"container-title":"Journal of Tests","DOI":"10.1000/x,y/z","URL":"https://doi.org/10.1000/x,y/z"}
]
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			response, body := r.do(http.MethodGet, test.path, nil)
			if response.StatusCode != http.StatusOK || body != test.want {
				t.Errorf("%d, got\n%s\nwant\n%s", response.StatusCode, body, test.want)
			}
			if kind := response.Header.Get("Content-Type"); kind != test.kind {
				t.Errorf("type %q, want %q", kind, test.kind)
			}
			if disposition, want := response.Header.Get("Content-Disposition"), `inline; filename="`+test.file+`"`; disposition != want {
				t.Errorf("disposition %q, want %q", disposition, want)
			}
			again, _ := r.do(http.MethodGet, test.path, nil, "If-None-Match", response.Header.Get("ETag"))
			if again.StatusCode != http.StatusNotModified {
				t.Errorf("again: %d, want 304", again.StatusCode)
			}
		})
	}
	for path, want := range map[string]string{
		"/papers/arxiv:2203.03850/cite?style=appa": "did you mean",
		"/papers/arxiv:2203.03850/cite?stile=apa":  "stile",
		"/papers/arxiv:2401.00001/cite":            "no paper here",
	} {
		if status, body := r.get(path); status == http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s, want a problem with %q", path, status, body, want)
		}
	}
}

// TestNoCitationHasTheAbstract cites a paper in each style.
func TestNoCitationHasTheAbstract(t *testing.T) {
	r := newRig(t)
	for _, style := range export.Styles {
		status, body := r.get("/papers/arxiv:2203.03850/cite?style=" + string(style))
		if status != http.StatusOK || !strings.Contains(body, "Graph neural networks") || strings.Contains(body, "Message passing") {
			t.Errorf("%s: %d\n%s", style, status, body)
		}
	}
}
