/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lowering asks of a syntax tree, over sparse's trees.  Lowering was
 * written for libclang; here sparse answers the same questions by the same
 * names, so that there is one lowering and facts do not depend on who parsed.
 * Kinds are as few as sparse's trees need.
 */
#ifndef EQS_FRONTEND_SPARSE_INDEX_H
#define EQS_FRONTEND_SPARSE_INDEX_H

enum CXCursorKind {
	CXCursor_Invalid,
	CXCursor_StructDecl,
	CXCursor_UnionDecl,
	CXCursor_FieldDecl,
	CXCursor_EnumConstantDecl, /* sparse's parser makes numbers of them */
	CXCursor_FunctionDecl,
	CXCursor_VarDecl,
	CXCursor_UnexposedDecl,
	CXCursor_ParmDecl,
	CXCursor_MemberRef,
	CXCursor_LabelRef,
	CXCursor_FirstExpr,
	CXCursor_UnexposedExpr = CXCursor_FirstExpr,
	CXCursor_DeclRefExpr,
	CXCursor_MemberRefExpr,
	CXCursor_CallExpr,
	CXCursor_IntegerLiteral,
	CXCursor_FloatingLiteral,
	CXCursor_StringLiteral,
	CXCursor_ParenExpr, /* sparse drops them */
	CXCursor_UnaryOperator,
	CXCursor_ArraySubscriptExpr, /* *(a + i) */
	CXCursor_BinaryOperator,
	CXCursor_CompoundAssignOperator,
	CXCursor_ConditionalOperator,
	CXCursor_CStyleCastExpr,
	CXCursor_CompoundLiteralExpr,
	CXCursor_InitListExpr,
	CXCursor_AddrLabelExpr,
	CXCursor_StmtExpr,
	CXCursor_GenericSelectionExpr, /* decided when types are evaluated */
	CXCursor_UnaryExpr,
	CXCursor_LastExpr = CXCursor_UnaryExpr,
	CXCursor_FirstStmt,
	CXCursor_LabelStmt = CXCursor_FirstStmt,
	CXCursor_CompoundStmt,
	CXCursor_CaseStmt,
	CXCursor_DefaultStmt,
	CXCursor_IfStmt,
	CXCursor_SwitchStmt,
	CXCursor_WhileStmt,
	CXCursor_DoStmt,
	CXCursor_ForStmt,
	CXCursor_GotoStmt,
	CXCursor_IndirectGotoStmt,
	CXCursor_ContinueStmt,
	CXCursor_BreakStmt,
	CXCursor_ReturnStmt,
	CXCursor_GCCAsmStmt,
	CXCursor_DeclStmt,
	CXCursor_NullStmt,
	CXCursor_LastStmt = CXCursor_NullStmt,
};

/* Ordered as lowering compares them. */
enum CXBinaryOperatorKind {
	CXBinaryOperator_Invalid,
	CXBinaryOperator_Mul,
	CXBinaryOperator_Div,
	CXBinaryOperator_Rem,
	CXBinaryOperator_Add,
	CXBinaryOperator_Sub,
	CXBinaryOperator_Shl,
	CXBinaryOperator_Shr,
	CXBinaryOperator_LT,
	CXBinaryOperator_GT,
	CXBinaryOperator_LE,
	CXBinaryOperator_GE,
	CXBinaryOperator_EQ,
	CXBinaryOperator_NE,
	CXBinaryOperator_And,
	CXBinaryOperator_Xor,
	CXBinaryOperator_Or,
	CXBinaryOperator_LAnd,
	CXBinaryOperator_LOr,
	CXBinaryOperator_Assign,
	CXBinaryOperator_MulAssign,
	CXBinaryOperator_DivAssign,
	CXBinaryOperator_RemAssign,
	CXBinaryOperator_AddAssign,
	CXBinaryOperator_SubAssign,
	CXBinaryOperator_ShlAssign,
	CXBinaryOperator_ShrAssign,
	CXBinaryOperator_AndAssign,
	CXBinaryOperator_XorAssign,
	CXBinaryOperator_OrAssign,
	CXBinaryOperator_Comma,
};

enum CXUnaryOperatorKind {
	CXUnaryOperator_Invalid,
	CXUnaryOperator_PostInc,
	CXUnaryOperator_PostDec,
	CXUnaryOperator_PreInc,
	CXUnaryOperator_PreDec,
	CXUnaryOperator_AddrOf,
	CXUnaryOperator_Deref,
	CXUnaryOperator_Plus,
	CXUnaryOperator_Minus,
	CXUnaryOperator_Not,
	CXUnaryOperator_LNot,
	CXUnaryOperator_Extension, /* sparse's parser skips it */
};

enum CXTypeKind {
	CXType_Invalid,
	CXType_Void,
	CXType_Bool,
	CXType_Int, /* of any width */
	CXType_Enum,
	CXType_Double,
	CXType_Pointer,
	CXType_Record,
	CXType_ConstantArray,
	CXType_FunctionNoProto,
	CXType_FunctionProto,
};

enum CXLinkageKind { CXLinkage_NoLinkage, CXLinkage_Internal, CXLinkage_External };
enum CX_StorageClass { CX_SC_None, CX_SC_Extern, CX_SC_Static, CX_SC_Register };
enum CXChildVisitResult { CXChildVisit_Break, CXChildVisit_Continue, CXChildVisit_Recurse };
enum CXVisitorResult { CXVisit_Break, CXVisit_Continue };

/* What it is, how it is looked at, and the parts of sparse's tree that it is. */
typedef struct {
	enum CXCursorKind kind;
	int xdata;
	const void *data[3];
} CXCursor;

/* A type of sparse's; modifiers beside its own. */
typedef struct {
	enum CXTypeKind kind;
	void *symbol;
	unsigned long modifiers;
} CXType;

typedef struct {
	const char *text;
} CXString;

/*
 * A place of sparse's; is_end: where the function ends that begins there; word:
 * what is spelled there in the end, which no macro is, NULL when that is not known.
 */
typedef struct {
	unsigned int stream, line, column;
	int is_end;
	const void *word;
} CXSourceLocation;

typedef struct {
	CXSourceLocation begin, end;
} CXSourceRange;

typedef void *CXFile;
typedef void *CXClientData;
typedef void *CXTranslationUnit;
typedef void *CXPrintingPolicy;
typedef struct number *CXEvalResult;
typedef enum { CXEval_UnExposed, CXEval_Int } CXEvalResultKind;
typedef enum CXChildVisitResult (*CXCursorVisitor)(CXCursor c, CXCursor parent, CXClientData data);
typedef enum CXVisitorResult (*CXFieldVisitor)(CXCursor c, CXClientData data);

/* ---- cursors ---- */
CXCursor clang_getNullCursor(void);
int clang_Cursor_isNull(CXCursor c);
unsigned int clang_equalCursors(CXCursor a, CXCursor b);
unsigned int clang_isExpression(enum CXCursorKind k);
unsigned int clang_isStatement(enum CXCursorKind k);
enum CXCursorKind clang_getCursorKind(CXCursor c);
CXType clang_getCursorType(CXCursor c);
CXCursor clang_getCursorReferenced(CXCursor c);
CXCursor clang_getCursorSemanticParent(CXCursor c);
enum CXUnaryOperatorKind clang_getCursorUnaryOperatorKind(CXCursor c);
enum CXBinaryOperatorKind clang_getCursorBinaryOperatorKind(CXCursor c);
CXString clang_getCursorSpelling(CXCursor c);
const char *clang_getCString(CXString s);
void clang_disposeString(CXString s);
int clang_Cursor_getNumArguments(CXCursor c);
CXCursor clang_Cursor_getArgument(CXCursor c, unsigned int i);
unsigned int clang_visitChildren(CXCursor c, CXCursorVisitor visit, CXClientData data);
CXCursor clang_Cursor_getVarDeclInitializer(CXCursor c);
enum CX_StorageClass clang_Cursor_getStorageClass(CXCursor c);
enum CXLinkageKind clang_getCursorLinkage(CXCursor c);
unsigned int clang_Cursor_hasAttrs(CXCursor c);
unsigned int clang_Cursor_isBitField(CXCursor c);
long long clang_Cursor_getOffsetOfField(CXCursor c);
unsigned int clang_Cursor_isAnonymousRecordDecl(CXCursor c);
CXType clang_getCursorResultType(CXCursor c);
long long clang_getEnumConstantDeclValue(CXCursor c);

/* ---- constants ---- */
CXEvalResult clang_Cursor_Evaluate(CXCursor c);
CXEvalResultKind clang_EvalResult_getKind(CXEvalResult r);
long long clang_EvalResult_getAsLongLong(CXEvalResult r);
unsigned int clang_EvalResult_isUnsignedInt(CXEvalResult r);
unsigned long long clang_EvalResult_getAsUnsigned(CXEvalResult r);
void clang_EvalResult_dispose(CXEvalResult r);

/* ---- types ---- */
CXType clang_getCanonicalType(CXType t);
CXType clang_getUnqualifiedType(CXType t);
unsigned int clang_equalTypes(CXType a, CXType b);
long long clang_Type_getSizeOf(CXType t);
long long clang_getArraySize(CXType t);
CXCursor clang_getTypeDeclaration(CXType t);
unsigned int clang_Type_visitFields(CXType t, CXFieldVisitor visit, CXClientData data);

/* ---- places ---- */
CXSourceLocation clang_getCursorLocation(CXCursor c);
CXSourceRange clang_getCursorExtent(CXCursor c);
CXSourceLocation clang_getRangeStart(CXSourceRange r);
CXSourceLocation clang_getRangeEnd(CXSourceRange r);
void clang_getExpansionLocation(CXSourceLocation l, CXFile *file, unsigned int *line,
				unsigned int *column, unsigned int *offset);

#endif
