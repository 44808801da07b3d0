package index

import "testing"

func TestFacetWord(t *testing.T) {
	for _, test := range []struct {
		text, value string
		want        bool
	}{
		{"hin", "geoffrey hinton", true}, {"HIN", "geoffrey hinton", true}, {"geoff", "geoffrey hinton", true}, {"inton", "geoffrey hinton", false},
		{"cl", "cs.CL", true}, {"cs.c", "cs.CL", true}, {"l", "cs.CL", false}, {"garcia", "José García", true}, {"é", "École", true},
		{"on", "only one", true}, {"one", "phone one", true}, {"伟", "王伟", false}, {"王", "王伟", true}, {"", "anything", true}, {" acl ", "ACL", true},
	} {
		if got := NewFacetWord(test.text).In(test.value); got != test.want {
			t.Errorf("%q in %q: %v", test.text, test.value, got)
		}
	}
}
