package formattest

import (
	"fmt"
	"reflect"
	"strings"

	"paperboy/data"
)

// Describe returns the fields of a paper that are not empty, one a line and in the order of
// data.Paper, as "title: On Boats". Lists are joined by semicolons. It leaves out the counts of
// authors, the sources and the times of the store.
func Describe(p data.Paper) string {
	var lines []string
	v := reflect.ValueOf(p)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		said := ""
		switch value := v.Field(i).Interface().(type) {
		case string:
			said = value
		case []string:
			said = strings.Join(value, "; ")
		case data.ID:
			said = string(value)
		case data.Type:
			said = string(value)
		case data.Date:
			said = value.String()
		}
		if said != "" {
			lines = append(lines, fmt.Sprintf("%s: %s", name, said))
		}
	}
	return strings.Join(lines, "\n")
}
