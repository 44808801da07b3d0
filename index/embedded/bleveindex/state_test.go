package bleveindex

import "testing"

func TestTogether(t *testing.T) {
	for _, test := range []struct {
		name string
		said []state
		want state
	}{
		{"an index of before", []state{{Sequence: 7}}, state{Sequence: 7}},
		{"one batch", []state{{Sequence: 7, Ahead: span{7, 9}}}, state{Sequence: 9}},
		{"both batches", []state{{Sequence: 7, Ahead: span{9, 12}}, {Sequence: 7, Ahead: span{7, 9}}}, state{Sequence: 12}},
		{"only the first", []state{{Sequence: 7, Ahead: span{7, 9}}, {Sequence: 3, Ahead: span{5, 7}}}, state{Sequence: 9}},
		{"only the second", []state{{Sequence: 3, Ahead: span{3, 5}}, {Sequence: 7, Ahead: span{9, 12}}}, state{Sequence: 7}},
		{"the second of four missing", []state{
			{Sequence: 7, Ahead: span{7, 8}}, {Sequence: 3, Ahead: span{4, 5}}, {Sequence: 7, Ahead: span{9, 10}}, {Sequence: 7, Ahead: span{10, 11}},
		}, state{Sequence: 8}},
	} {
		if got := combine(test.said); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}
