package format

import (
	"testing"

	"paperboy/data"
)

func TestKindOf(t *testing.T) {
	for _, test := range []struct {
		id, venue string
		want      Kind
	}{
		{"arxiv:2203.03850", "", Preprint},
		{"doi:10.1000/x", "", Unpublished},
		{"pb:0123456789abcdef", "", Unpublished},
		{"arxiv:0704.0001", "Phys. Rev. D 76, 013009 (2007)", Article},
		{"doi:10.1000/x", "Nature", Article},
		{"doi:10.1073/pnas.1", "Proceedings of the National Academy of Sciences", Article},
		{"doi:10.14778/1", "Proceedings of the VLDB Endowment", Article},
		{"acl:2020.acl-main.1", "ACL", ConferencePaper},
		{"acl:P18-1234", "ACL", ConferencePaper},
		{"acl:2021.tacl-1.5", "TACL", Article},
		{"acl:J93-2004", "CL", Article},
		{"acl:Q15-1001", "TACL", Article},
		{"arxiv:1706.03762", "NeurIPS 2017", ConferencePaper},
		{"arxiv:1706.03762", "Advances in Neural Information Processing Systems", ConferencePaper},
		{"doi:10.1145/1", "Proceedings of the 48th International ACM SIGIR Conference", ConferencePaper},
		{"doi:10.1000/x", "Workshop on Noisy Text", ConferencePaper},
		{"doi:10.1000/x", "Journal of Workplace Learning", Article},
	} {
		if got := KindOf(data.Paper{ID: data.ID(test.id), Venue: test.venue}); got != test.want {
			t.Errorf("KindOf(%s in %q) = %d, want %d", test.id, test.venue, got, test.want)
		}
	}
}
