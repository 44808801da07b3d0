package ris

import (
	"strings"

	"paperboy/data/format/tagged"
)

// The tags that begin and end a record.
const (
	tagType = "TY"
	tagEnd  = "ER"
)

// newSplit returns a function that splits the lines of one input.
func newSplit() func(string) tagged.Line {
	c := new(cutter)
	return func(line string) tagged.Line {
		tag, value, ok := c.cut(line)
		switch {
		case !ok:
			return tagged.Line{}
		case tag == tagEnd:
			return tagged.Line{Mark: tagged.End}
		case tag == tagType:
			return tagged.Line{Mark: tagged.Begin, Tag: tag, Value: value}
		}
		return tagged.Line{Mark: tagged.Field, Tag: tag, Value: value}
	}
}

// cutter splits the lines of one input.
type cutter struct {
	// loose is true in a record whose first line has one space before the hyphen. In other
	// records, such a line is text: "T2 - weighted images".
	loose bool
}

// cut splits a line such as "TI  - A title" into tag and value. It returns the tag in upper case.
func (c *cutter) cut(line string) (tag, value string, ok bool) {
	line = strings.TrimLeft(line, " \t")
	if len(line) < 2 || !isLetter(line[0]) || !isLetter(line[1]) && (line[1] < '0' || line[1] > '9') {
		return "", "", false
	}
	tag = strings.ToUpper(line[:2])
	rest := strings.TrimLeft(line[2:], " ")
	spaces := len(line) - 2 - len(rest)
	value, ok = strings.CutPrefix(rest, "-")
	switch {
	case tag == tagEnd && line[:2] == tag && strings.Trim(rest, "- \t") == "":
		return tag, "", true
	case !ok || value != "" && value[0] != ' ' && value[0] != '\t':
		return "", "", false
	case spaces == 1 && line[:2] == tag && tag == tagType:
		c.loose = true
	case spaces == 2 && tag == tagType:
		c.loose = false
	case spaces == 2 || spaces == 1 && c.loose && line[:2] == tag:
	default:
		return "", "", false
	}
	return tag, strings.TrimSpace(value), true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
