package latex

// Kind is the MathML element that a Node becomes.
type Kind string

// The kinds. A Node has either Text or Children. The comments list the required children.
const (
	Row        Kind = "mrow"
	Identifier Kind = "mi"
	Upright    Kind = "mi upright" // a letter that is not slanted
	Number     Kind = "mn"
	Operator   Kind = "mo"
	Fence      Kind = "mo fence"    // stretched to the height of its neighbours
	Rigid      Kind = "mo rigid"    // never stretched
	Text       Kind = "mtext"       // words
	Fraction   Kind = "mfrac"       // above, below
	Binomial   Kind = "mfrac bare"  // above, below; without a line
	Root       Kind = "msqrt"       // radicand
	NthRoot    Kind = "mroot"       // radicand, degree
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
	// Display says that the Node is a whole formula on lines of its own.
	Display bool
}

// First returns the first child. It panics if there is none.
func (n Node) First() Node { return n.Children[0] }

// Second returns the second child. It panics if there is none.
func (n Node) Second() Node { return n.Children[1] }

// Third returns the third child. It panics if there is none.
func (n Node) Third() Node { return n.Children[2] }

func leaf(k Kind, text string) Node        { return Node{Kind: k, Text: text} }
func branch(k Kind, children ...Node) Node { return Node{Kind: k, Children: children} }
func row(children []Node) Node {
	if len(children) == 1 {
		return children[0]
	}
	return branch(Row, children...)
}
