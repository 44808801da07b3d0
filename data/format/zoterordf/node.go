package zoterordf

import (
	"encoding/xml"
	"strings"

	"paperboy/data/text"
)

// node is an element of RDF/XML: a node, a property, or a literal.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

// rdf is the namespace of RDF.
const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name && (a.Name.Space == rdf || a.Name.Space == "") {
			return a.Value
		}
	}
	return ""
}

// id returns the name by which others refer to the node, or "".
func (n node) id() string {
	switch {
	case n.attr("about") != "":
		return n.attr("about")
	case n.attr("ID") != "":
		return "#" + n.attr("ID")
	case n.attr("nodeID") != "":
		return "_:" + n.attr("nodeID")
	}
	return ""
}

// reference returns the name of the node that a property refers to, or "".
func (n node) reference() string {
	if id := n.attr("nodeID"); id != "" {
		return "_:" + id
	}
	return n.attr("resource")
}

// class returns the local name of the node's class.
func (n node) class() string {
	if n.XMLName.Local != "Description" {
		return n.XMLName.Local
	}
	for _, c := range n.Children {
		if c.XMLName.Local == "type" && c.XMLName.Space == rdf {
			class := c.attr("resource")
			return class[strings.LastIndexAny(class, "/#")+1:]
		}
	}
	return ""
}

// literal returns the text of a property or of the value in it.
func (n node) literal() string {
	if said := text.OneLine(n.Text); said != "" {
		return said
	}
	for _, c := range n.Children {
		if c.XMLName.Local == "value" {
			return text.OneLine(c.Text)
		}
	}
	return ""
}
