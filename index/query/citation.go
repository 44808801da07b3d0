package query

import "strings"

// withoutEtAl removes "et al." after a word from a query: "Devlin et al. 2019" asks for Devlin
// and the year.
func withoutEtAl(root Node) Node {
	all, ok := root.(And)
	if !ok {
		return root
	}
	is := func(i int, text string) bool {
		if i >= len(all.Nodes) {
			return false
		}
		w, ok := all.Nodes[i].(Word)
		return ok && w.Field == AnyText && strings.EqualFold(strings.Trim(w.Text, ".,;()"), text)
	}
	var left []Node
	for i := 0; i < len(all.Nodes); i++ {
		if i > 0 && is(i, "et") && is(i+1, "al") {
			i++
			continue
		}
		left = append(left, all.Nodes[i])
	}
	return and(left...)
}
