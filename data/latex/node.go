package latex

// Kind is the element of MathML that a Node becomes.
type Kind string

// The kinds. What has no Text has Children, as many as it says.
const (
	Row        Kind = "mrow"
	Identifier Kind = "mi"
	Upright    Kind = "mi upright" // one letter that is not slanted
	Number     Kind = "mn"
	Operator   Kind = "mo"
	Fence      Kind = "mo fence"    // as high as what it stands beside
	Rigid      Kind = "mo rigid"    // never stretched
	Text       Kind = "mtext"       // words
	Fraction   Kind = "mfrac"       // above, below
	Binomial   Kind = "mfrac bare"  // the same without a line
	Root       Kind = "msqrt"       // one
	NthRoot    Kind = "mroot"       // of what, which
	Sub        Kind = "msub"        // base, index
	Super      Kind = "msup"        // base, exponent
	SubSuper   Kind = "msubsup"     // base, index, exponent
	Under      Kind = "munder"      // base, below
	Over       Kind = "mover"       // base, above
	UnderOver  Kind = "munderover"  // base, below, above
	Accent     Kind = "mover mark"  // base, mark
	Underline  Kind = "munder mark" // base, mark
)

// Node is an element of a formula.
type Node struct {
	Kind     Kind
	Text     string
	Children []Node
	// Display is true for a whole formula that stands on lines of its own.
	Display bool
}

// First, Second and Third are a Node's children; it has to have them.
func (n Node) First() Node  { return n.Children[0] }
func (n Node) Second() Node { return n.Children[1] }
func (n Node) Third() Node  { return n.Children[2] }

func leaf(k Kind, text string) Node        { return Node{Kind: k, Text: text} }
func branch(k Kind, children ...Node) Node { return Node{Kind: k, Children: children} }
func row(children []Node) Node {
	if len(children) == 1 {
		return children[0]
	}
	return branch(Row, children...)
}
