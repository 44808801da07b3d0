package nbib

import "strings"

// tagPMID is the tag of the first field of a record.
const tagPMID = "PMID"

// cut splits a line such as "TI  - A title" into tag and value. The hyphen is in the fifth column.
func cut(line string) (tag, value string, ok bool) {
	const hyphen = 4
	if len(line) <= hyphen || line[hyphen] != '-' || len(line) > hyphen+1 && line[hyphen+1] != ' ' {
		return "", "", false
	}
	tag = strings.TrimRight(line[:hyphen], " ")
	if tag == "" || strings.Trim(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return "", "", false
	}
	return tag, strings.TrimSpace(line[hyphen+1:]), true
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
