package format

import (
	"testing"

	"paperboy/data"
)

func TestTypeOf(t *testing.T) {
	for _, test := range []struct {
		id, venue string
		want      data.Type
	}{
		{"arxiv:2203.03850", "", data.TypePreprint},
		{"doi:10.1000/x", "", ""},
		{"pb:0123456789abcdef", "", ""},
		{"arxiv:0704.0001", "Phys. Rev. D 76, 013009 (2007)", data.TypeArticle},
		{"doi:10.1000/x", "Nature", data.TypeArticle},
		{"doi:10.1073/pnas.1", "Proceedings of the National Academy of Sciences", data.TypeArticle},
		{"doi:10.14778/1", "Proceedings of the VLDB Endowment", data.TypeArticle},
		{"acl:2020.acl-main.1", "ACL", data.TypeConferencePaper},
		{"acl:P18-1234", "ACL", data.TypeConferencePaper},
		{"acl:2021.tacl-1.5", "TACL", data.TypeArticle},
		{"acl:J93-2004", "CL", data.TypeArticle},
		{"acl:Q15-1001", "TACL", data.TypeArticle},
		{"arxiv:1706.03762", "NeurIPS 2017", data.TypeConferencePaper},
		{"arxiv:1706.03762", "Advances in Neural Information Processing Systems", data.TypeConferencePaper},
		{"doi:10.1145/1", "Proceedings of the 48th International ACM SIGIR Conference", data.TypeConferencePaper},
		{"doi:10.1000/x", "Workshop on Noisy Text", data.TypeConferencePaper},
		{"doi:10.1000/x", "Journal of Workplace Learning", data.TypeArticle},
	} {
		if got := TypeOf(data.Paper{ID: data.ID(test.id), Venue: test.venue}); got != test.want {
			t.Errorf("TypeOf(%s in %q) = %q, want %q", test.id, test.venue, got, test.want)
		}
	}
}

func TestStatedType(t *testing.T) {
	if got := TypeOf(data.Paper{ID: "acl:2020.acl-main.1", Venue: "ACL", Type: data.TypeThesis}); got != data.TypeThesis {
		t.Errorf("the type that a source states became %q", got)
	}
	if got := TypeOf(data.Paper{ID: "doi:10.1000/x", Container: "Proceedings of the 3rd Test Conference"}); got != data.TypeConferencePaper {
		t.Errorf("from the container alone: %q", got)
	}
}

func TestPageRange(t *testing.T) {
	for pages, want := range map[string][2]string{
		"12-34": {"12", "34"}, "7": {"7", ""}, "e1003": {"e1003", ""}, "S1-S15": {"S1", "S15"}, "A-1-A-5": {"A-1-A-5", ""}, "1-3, 7-9": {"1-3, 7-9", ""}, "12-": {"12-", ""}, "": {},
	} {
		if first, last := PageRange(data.Paper{Pages: pages}); first != want[0] || last != want[1] {
			t.Errorf("PageRange(%q) = %q, %q", pages, first, last)
		}
	}
}

func TestDegreeOf(t *testing.T) {
	for note, want := range map[string]Degree{
		"PhD thesis": Doctorate, "Ph.D. thesis": Doctorate, "Doctoral dissertation": Doctorate, "Master's thesis": Masters, "Master’s thesis": Masters, "MSc": Masters,
		"Bachelor's thesis": OtherDegree, "": OtherDegree, "a masterful work": OtherDegree,
	} {
		if got := DegreeOf(data.Paper{Type: data.TypeThesis, Note: note}); got != want {
			t.Errorf("DegreeOf(%q) = %d, want %d", note, got, want)
		}
	}
	if got := DegreeOf(data.Paper{Type: data.TypeArticle, Note: "PhD thesis"}); got != OtherDegree {
		t.Errorf("an article has the degree %d", got)
	}
}
