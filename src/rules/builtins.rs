//! What the rules' descriptions of CUDA tell type analysis about names that no source declares.

use super::RuleBase;
use super::format::Kind;
use super::prototype::Prototype;
use crate::sema::{Builtins, Type};

impl RuleBase {
    /// True where every entity of this name is for device code alone.
    pub fn is_device_only(&self, name: &str) -> bool {
        let ids = self.entities(name);
        let device = |text: &str| text.contains("__device__") && !text.contains("__host__");
        !ids.is_empty() && ids.iter().all(|&id| device(&self.entity(id).text))
    }

    /// True for a variable that device code has without declaring it.
    pub fn is_built_in_value(&self, name: &str) -> bool {
        self.entities(name).iter().any(|&id| self.entity(id).kind == Kind::Variable)
    }

    /// True for the first component of a namespace that a library owns.
    pub fn is_namespace(&self, name: &str) -> bool {
        self.libraries.iter().any(|l| l.rule.namespace.iter().any(|n| n.split("::").next() == Some(name)))
    }

    fn prototypes(&self, name: &str) -> impl Iterator<Item = &Prototype> {
        self.entities(name).iter().filter_map(|&id| self.prototype(id))
    }
}

fn plain(ty: &super::types::Type) -> Type {
    Type { pointers: ty.pointers as u8, ..Type::named(&ty.base) }
}

impl Builtins for RuleBase {
    fn variable_type(&self, name: &str) -> Option<Type> {
        let id = self.entities(name).first()?;
        (self.entity(*id).kind == Kind::Variable).then(|| self.prototype(*id).map(|p| plain(&p.return_type)))?
    }

    fn return_type(&self, name: &str) -> Option<Type> {
        let mut types = self.entities(name).iter().map(|&id| {
            let ty = plain(&self.prototype(id)?.return_type);
            let variable = self.entity(id).rule.types.contains_key(&ty.base);
            (!variable).then_some(ty)
        });
        let first = types.next()??;
        types.all(|t| t.as_ref() == Some(&first)).then_some(first)
    }

    fn returns_argument_type(&self, name: &str) -> bool {
        let same = |p: &Prototype| p.parameters.first().is_some_and(|first| first.ty == p.return_type);
        !self.entities(name).is_empty() && self.prototypes(name).all(same)
    }

    fn member_type(&self, base: &str, member: &str) -> Option<Type> {
        if !self.is_type(base) || !matches!(member, "x" | "y" | "z" | "w") {
            return None;
        }
        // Vector types are named after their component: `float4`, `uchar2`; extents have unsigned components.
        let component = base.trim_end_matches(|c: char| c.is_ascii_digit());
        Some(Type::named(match component {
            "dim" | "uint" => "unsigned",
            "uchar" => "unsigned char",
            "char" => "signed char",
            "ushort" => "unsigned short",
            "ulong" => "unsigned long",
            "longlong" => "long long",
            "ulonglong" => "unsigned long long",
            "short" | "int" | "long" | "float" | "double" => component,
            _ => return None,
        }))
    }
}
