package citekey

import (
	"testing"

	"paperboy/data"
)

func TestMake(t *testing.T) {
	for _, test := range []struct {
		paper data.Paper
		want  string
	}{
		{data.Paper{Title: "Attention Is All You Need", Authors: []string{"Ashish Vaswani"}, Date: data.Date{Year: 2017}}, "vaswani2017attention"},
		{data.Paper{Title: "Über die Möglichkeit", Authors: []string{"Jürgen Müller"}}, "mulleruber"},
		{data.Paper{Title: "深度学习综述", Authors: []string{"王小明"}, Date: data.Date{Year: 2023}}, "wangxiaoming2023shenduxuexi"},
		{data.Paper{Title: "Математика", Authors: []string{"Андрей Колмогоров"}, Date: data.Date{Year: 1956}}, "kolmogorov1956matematika"},
		{data.Paper{Title: "The Lattice", Authors: []string{"ALPHA Collaboration"}, Groups: []string{"ALPHA Collaboration"}, Date: data.Date{Year: 2001}}, "alpha2001lattice"},
		{data.Paper{Title: "Handbook of Logic", Editors: []string{"Ed van der Itor"}, Date: data.Date{Year: 2005}}, "itor2005handbook"},
		{data.Paper{ID: "arxiv:2203.03850", Title: "∂²", Date: data.Date{Year: 2022}}, "arxiv220303850"},
		{data.Paper{ID: "pb:0123456789abcdef", Title: "∅"}, "0123456789abcdef"},
		{data.Paper{Title: "∅"}, "paper"},
	} {
		if got := Make(&test.paper); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.paper, got, test.want)
		}
	}
}
