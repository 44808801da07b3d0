package format

import "strings"

// BareTitle returns a MEDLINE title without the full stop at its end and without the brackets
// that mark a translated title.
func BareTitle(title string) string {
	if !strings.HasSuffix(title, "..") {
		title = strings.TrimSuffix(title, ".")
	}
	if inner, ok := strings.CutPrefix(title, "["); ok && inner != "" && strings.IndexByte(inner, ']') == len(inner)-1 {
		return strings.TrimSuffix(inner[:len(inner)-1], ".")
	}
	return title
}

// GivenFirst returns "Family, Given" and "Family, Given, Suffix" in the order in which papers
// print names. It returns other names unchanged.
func GivenFirst(name string) string {
	parts := strings.Split(name, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch len(parts) {
	case 2:
		return strings.TrimSpace(parts[1] + " " + parts[0])
	case 3:
		return strings.TrimSpace(parts[1] + " " + parts[0] + " " + parts[2])
	}
	return strings.TrimSpace(name)
}
