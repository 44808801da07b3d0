package params

import "maps"

// Parameter describes d as the OpenAPI document does: a parameter of a query.
func (d Doc) Parameter() map[string]any {
	p := map[string]any{"name": d.Name, "in": "query", "description": d.Text, "schema": d.Schema}
	if d.Required {
		p["required"] = true
	}
	if d.Repeat {
		p["schema"], p["explode"] = map[string]any{"type": "array", "items": d.Schema}, true
	}
	return p
}

// Property describes d where it is a property of a JSON object: one value, or an array of
// them, or an object if d has such a form.
func (d Doc) Property() map[string]any {
	one := d.scalar()
	forms := []any{one, map[string]any{"type": "array", "items": one}}
	if d.Object != nil {
		forms = append(forms, d.Object)
	}
	return map[string]any{"description": d.Text, "anyOf": forms}
}

// scalar is the schema of one value in a body: null counts as absent, and a number as its
// digits.
func (d Doc) scalar() map[string]any {
	if d.Schema["type"] != "string" {
		return map[string]any{"anyOf": []any{d.Schema, map[string]any{"type": "null"}}}
	}
	if names, ok := d.Schema["enum"]; ok {
		return map[string]any{"anyOf": []any{map[string]any{"enum": names}, map[string]any{"type": "null"}}}
	}
	one := maps.Clone(d.Schema)
	one["type"] = []any{"string", "number", "boolean", "null"}
	return one
}
