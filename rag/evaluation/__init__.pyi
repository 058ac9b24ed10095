from .question_files import NewQuestion as NewQuestion
from .report.html.parts import report_choices as report_choices
from .report.html.parts import report_lines as report_lines
from .report.html.parts import report_question as report_question
from .report.html.parts import report_results as report_results
from .report.html.parts import report_styles as report_styles
from .session import EvaluationSession as EvaluationSession
from .session import Finished as Finished
