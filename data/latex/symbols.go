package latex

import "maps"

// command is what is known of a LaTeX command: everything that any reader of LaTeX here
// needs, in one row. Add a row to letters, operators or layout to teach all of them.
type command struct {
	class class
	// sign is what a formula shows, plain what text shows where that differs from sign.
	sign, plain string
	// combining is the mark that is put on a letter in text, as a combining character.
	combining string
	alphabet  alphabet // of class styled
	use       use
}

// class is what a command is in a formula.
type class uint8

const (
	other class = iota // none, or one that construct builds
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
	// inText: running text shows plain, or puts the combining mark on the next letter.
	inText use = 1 << iota
	// inMath: a simple formula that is turned into text does the same.
	inMath
	// font: in such a formula the argument is text.
	font
	// traceless: running text leaves the command out.
	traceless
	// silent: the index leaves it out; other commands are words, \alpha like "alpha".
	silent
	// unkeyed: a title's key leaves it out.
	unkeyed
)

var commands = func() map[string]command {
	all := maps.Clone(letters)
	maps.Copy(all, operators)
	maps.Copy(all, layout)
	return all
}()

func (c command) is(u use) bool { return c.use&u != 0 }

// text is what text shows of a command that is used there.
func (c command) text() string {
	if c.plain != "" {
		return c.plain
	}
	return c.sign
}
