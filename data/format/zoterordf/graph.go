package zoterordf

import (
	"iter"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

const (
	// MaxWaiting bounds how many items wait for nodes that they refer to. After that, the first is
	// read without them.
	MaxWaiting = 10_000
	// MaxNodes bounds how many nodes that are no items are remembered.
	MaxNodes = 200_000
)

// item is a node that is a paper, and the others known when it is read.
type item struct {
	xmlread.Element[node]
	graph graph
}

// graph has the nodes of a document that are no items, by their names.
type graph map[string]node

// items yields the papers of a document, in order.
func items(in format.Input) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		known := graph{}
		var waiting []xmlread.Element[node]
		count := 0
		flush := func(all bool) bool {
			for len(waiting) > 0 && (all || len(waiting) > MaxWaiting || known.hasAll(waiting[0].Value)) {
				next := waiting[0]
				waiting = slices.Delete(waiting, 0, 1)
				count++
				next.Number = count
				if !yield(item{next, known}, nil) {
					return false
				}
			}
			return true
		}
		for e, err := range xmlread.Elements[node](in, xmlread.Children) {
			if err != nil {
				if flush(true) {
					yield(item{}, err)
				}
				return
			}
			if id := e.Value.id(); isItem(e.Value) {
				waiting = append(waiting, e)
			} else if id != "" && len(known) < MaxNodes {
				known[id] = e.Value
			}
			if !flush(false) {
				return
			}
		}
		flush(true)
	}
}

// needed lists the properties whose nodes a record needs.
var needed = []string{"isPartOf", "publisher", "presentedAt", "authors", "editors", "authorList", "editorList", "creator", "editor", "creators"}

// hasAll reports whether all nodes that an item needs are known.
func (g graph) hasAll(n node) bool {
	for _, property := range n.Children {
		if slices.Contains(needed, property.XMLName.Local) && !g.has(property) {
			return false
		}
	}
	return true
}

// has reports whether a property refers to nothing that is not known, at any depth.
func (g graph) has(n node) bool {
	if id := n.reference(); id != "" && len(n.Children) == 0 {
		_, ok := g[id]
		return ok || n.attr("nodeID") == "" && n.attr("resource") == ""
	}
	return !slices.ContainsFunc(n.Children, func(c node) bool { return !g.has(c) })
}

// resolve returns the node that a property has or refers to, or else the property itself.
func (g graph) resolve(property node) node {
	if len(property.Children) > 0 {
		property = property.Children[0]
	}
	if known, ok := g[property.reference()]; ok {
		return known
	}
	return property
}

// values returns the nodes of the properties with one of the local names.
func (g graph) values(n node, names ...string) []node {
	var values []node
	for _, c := range n.Children {
		if slices.Contains(names, c.XMLName.Local) {
			values = append(values, g.resolve(c))
		}
	}
	return values
}

// said returns the literals of the properties with one of the local names.
func said(n node, names ...string) []string {
	var literals []string
	for _, name := range names {
		for _, c := range n.Children {
			if c.XMLName.Local == name && c.literal() != "" {
				literals = append(literals, c.literal())
			}
		}
		for _, a := range n.Attrs {
			if a.Name.Local == name && a.Name.Space != "" && a.Name.Space != rdf {
				literals = append(literals, a.Value)
			}
		}
	}
	return literals
}

// first returns the first literal of the properties, or "".
func first(n node, names ...string) string {
	if literals := said(n, names...); len(literals) > 0 {
		return literals[0]
	}
	return ""
}

// members returns the members of the lists and the single nodes of properties.
func (g graph) members(n node, names ...string) []node {
	var members []node
	for _, c := range n.Children {
		if !slices.Contains(names, c.XMLName.Local) {
			continue
		}
		if c.attr("parseType") == "Collection" {
			members = append(members, c.Children...)
			continue
		}
		v := g.resolve(c)
		switch v.class() {
		case "Seq", "Bag", "Alt":
			for _, li := range v.Children {
				members = append(members, g.resolve(li))
			}
		case "List":
			for range data.MaxAuthors {
				firsts, rests := g.values(v, "first"), g.values(v, "rest")
				members = append(members, firsts...)
				if len(rests) == 0 || len(firsts) == 0 {
					break
				}
				v = rests[0]
			}
		default:
			members = append(members, v)
		}
	}
	return members
}

// cut returns the rest of an identifier such as "ISSN 1234-5678" after its kind.
func cut(identifier, kind string) (string, bool) {
	if len(identifier) > len(kind) && strings.EqualFold(identifier[:len(kind)], kind) && strings.IndexByte(" :", identifier[len(kind)]) >= 0 {
		return strings.TrimSpace(identifier[len(kind)+1:]), true
	}
	return "", false
}
