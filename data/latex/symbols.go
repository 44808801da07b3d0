package latex

import "maps"

// command describes a LaTeX command for all readers of LaTeX. To add a command, add a row to
// letters, operators or layout, or to a table of glyphs or marks. Commands with other arguments than
// a letter are in arguments.go.
type command struct {
	class class
	// sign is what a formula shows; plain is what text shows, if that is different.
	sign, plain string
	// combining is the combining character that the command puts on a letter in text.
	combining string
	alphabet  alphabet // if the class is styled
	use       use
}

// class says what a command is in a formula.
type class uint8

const (
	other class = iota // no meaning in formulas, or handled by construct
	letter
	capital
	macro
	function
	limit
	operator
	large
	integral
	delimiter
	size
	space
	mark
	line
	styled
	words
	ignored
)

// use is a set of places where a command has a meaning.
type use uint8

const (
	// inText: in running text, the command becomes plain, or puts the combining mark on the
	// next letter.
	inText use = 1 << iota
	// inMath: the same in a simple formula that is converted to text.
	inMath
	// font: in such a formula, the argument is text.
	font
	// traceless: in running text, the command is removed.
	traceless
	// silent: the index ignores the command. It indexes other commands as words, such as
	// "alpha" for \alpha.
	silent
	// unkeyed: the key of a title ignores the command.
	unkeyed
	// formulaOnly: outside of formulas, the command is most often an author's macro.
	formulaOnly
)

// commands has all commands by name, without the backslash.
var commands = func() map[string]command {
	all := glyphs()
	maps.Copy(all, marks())
	maps.Copy(all, letters)
	maps.Copy(all, operators)
	maps.Copy(all, layout)
	return all
}()

func (c command) is(u use) bool { return c.use&u != 0 }

// isSymbol reports whether a command stands for a character or a word.
func (c command) isSymbol() bool {
	switch c.class {
	case letter, capital, function, limit, operator, large, integral, delimiter:
		return c.combining == "" && !c.is(formulaOnly)
	}
	return false
}

// text returns what a command becomes in text.
func (c command) text() string {
	if c.plain != "" {
		return c.plain
	}
	return c.sign
}
