"""The closed word lists of a plan, with their Vietnamese labels."""

from django.db.models import TextChoices


class CampaignKind(TextChoices):
    REGULAR = "regular", "Thi đua thường xuyên"
    THEMATIC = "thematic", "Thi đua theo chuyên đề"
    BURST = "burst", "Thi đua theo đợt"


class Subject(TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"
    HOUSEHOLD = "household", "Hộ gia đình"


class Part(TextChoices):
    """What a unit does in a campaign; which unit does it is each plan's own data."""

    PLANS = "plans", "Xây dựng kế hoạch"
    LEADS = "leads", "Chủ trì (cơ quan thường trực)"
    TRACKS = "tracks", "Theo dõi, đôn đốc, tiếp nhận, tổng hợp"
    INSPECTS = "inspects", "Kiểm tra"
    APPRAISES = "appraises", "Thẩm định"
    PROPOSES = "proposes", "Đề xuất khen thưởng"
    PUBLICISES = "publicises", "Tuyên truyền, nhân rộng điển hình"
    COORDINATES = "coordinates", "Phối hợp"
    MOBILISES = "mobilises", "Vận động, giám sát"
    IMPLEMENTS = "implements", "Tổ chức thực hiện"


class TargetKind(TextChoices):
    NUMBER = "number", "Số lượng"
    PERCENT = "percent", "Tỷ lệ phần trăm"
    YES_NO = "yes_no", "Có hoặc không"
    GRADE = "grade", "Xếp loại"
    TEXT = "text", "Mô tả bằng lời"
    REFERENCE = "reference", "Theo kế hoạch khác"


class Comparator(TextChoices):
    AT_LEAST = "at_least", "từ … trở lên"
    AT_MOST = "at_most", "không quá …"
    EXACTLY = "exactly", "đúng bằng …"


class DeadlineKind(TextChoices):
    ON_DATE = "on_date", "Ngày ấn định"
    YEARLY = "yearly", "Hằng năm"
    END_OF_CAMPAIGN = "end_of_campaign", "Khi kết thúc phong trào"
    LATER_PLAN = "later_plan", "Theo kế hoạch ban hành sau"
    AT_ONCE = "at_once", "Ngay sau khi lập thành tích"
    UNSTATED = "unstated", "Kế hoạch không quy định"


class Paper(TextChoices):
    """What a deadline or a route is for; difficulties have a route alone."""

    UNIT_REPORT = "unit_report", "Báo cáo kết quả phong trào"
    ACHIEVEMENT_REPORT = "achievement_report", "Báo cáo thành tích"
    DOSSIER = "dossier", "Hồ sơ đề nghị khen thưởng"
    DIFFICULTY = "difficulty", "Phản ánh khó khăn, vướng mắc"


class RoundKind(TextChoices):
    ANNUAL = "annual", "Khen thưởng hằng năm"
    FINAL = "final", "Khen thưởng tổng kết"
    AD_HOC = "ad_hoc", "Khen thưởng đột xuất"


class NodeOp(TextChoices):
    ALL = "all", "Đạt tất cả"
    ANY = "any", "Đạt một trong số"
    AT_LEAST = "at_least", "Đạt ít nhất"
    PRECONDITION_AND_ANY = "precondition_and_any", "Điều kiện bắt buộc và đạt một trong số"
    LEAF = "leaf", "Một tiêu chuẩn"


class LeafKind(TextChoices):
    RATING = "rating", "Mức hoàn thành nhiệm vụ"
    GRADE = "grade", "Xếp loại theo thang"
    COUNT = "count", "Số lượng"
    YEARS = "years", "Số năm"
    DISCIPLINE = "discipline", "Kỷ luật, kỷ cương"
    DOCUMENT = "document", "Văn bản, kế hoạch đã có"
    ON_TIME = "on_time", "Báo cáo đầy đủ, đúng hạn"
    RANK = "rank", "Thứ hạng"
    JUDGEMENT = "judgement", "Nhận định"


class AwardForm(TextChoices):
    GIAY_KHEN = "giay_khen", "Giấy khen"
    BANG_KHEN = "bang_khen", "Bằng khen"


class Authority(TextChoices):
    """Who decides an award; the district level ended on 30/6/2025 (NĐ 129/2025/NĐ-CP)."""

    COMMUNE = "commune", "Chủ tịch UBND xã"
    DISTRICT = "district", "Chủ tịch UBND huyện, thị xã"
    PROVINCE = "province", "Chủ tịch UBND tỉnh, thành phố"
    HIGHER = "higher", "Cấp có thẩm quyền"


class QuotaShape(TextChoices):
    FIXED = "fixed", "Số lượng ấn định"
    CEILING = "ceiling", "Không quá"
    SHARED_POOL = "shared_pool", "Dùng chung cho tập thể và cá nhân"
    PER_BODY = "per_body", "Theo từng đơn vị"
    PERCENTAGE = "percentage", "Theo tỷ lệ"
    NOT_FIXED = "not_fixed", "Không ấn định"
    UNSTATED = "unstated", "Kế hoạch không quy định"
    UNCLEAR = "unclear", "Chưa rõ, chờ xác định"


class QuotaReading(TextChoices):
    """How a person settles a number that a plan gives for collectives and individuals at once."""

    IN_ALL = "in_all", "Một số chung cho cả tập thể và cá nhân"
    EACH = "each", "Mỗi loại một số như vậy"


class ReviewKind(TextChoices):
    INTERIM = "interim", "Sơ kết"
    FINAL = "final", "Tổng kết"


class InspectionKind(TextChoices):
    PERIODIC = "periodic", "Định kỳ"
    UNANNOUNCED = "unannounced", "Đột xuất"


class Severity(TextChoices):
    NOTICE = "notice", "Lưu ý"
    WARNING = "warning", "Cần làm rõ"


class RemarkCode(TextChoices):
    LEVEL_MISMATCH = "level_mismatch", "Cấp khen thưởng ghi không khớp"
    AMBIGUOUS_QUOTA = "ambiguous_quota", "Số lượng khen chưa rõ"
    BLANK_NUMBER = "blank_number", "Chưa có số văn bản"
    BLANK_DATE = "blank_date", "Chưa có ngày ban hành"
    MISSING_HEADER = "missing_header", "Thiếu phần đầu văn bản"
    MARKUP_RESIDUE = "markup_residue", "Còn ký hiệu định dạng"
    DUPLICATE_WORD = "duplicate_word", "Lặp từ"
    LOST_WORD = "lost_word", "Thiếu từ, sai chữ"
    PERIOD_CONFLICT = "period_conflict", "Thời gian ghi không thống nhất"
    ABOLISHED_BODY = "abolished_body", "Cơ quan không còn hoạt động"
    NO_CRITERIA = "no_criteria", "Không có tiêu chuẩn"
    NO_DOSSIER_LIST = "no_dossier_list", "Không quy định thành phần hồ sơ"
    NO_DEADLINE = "no_deadline", "Không quy định thời hạn"
    NO_AWARD = "no_award", "Không quy định hình thức, số lượng khen"
    SIGNATURE_AUTHORITY = "signature_authority", "Thẩm quyền ký"
    LOGIC_NOT_STATED = "logic_not_stated", "Không nói rõ đạt tất cả hay một trong số"
    AUTHORITY_DOUBT = "authority_doubt", "Thẩm quyền chưa đúng"
    NAME_VARIANT = "name_variant", "Tên gọi không thống nhất"
    UNEXPLAINED_TERM = "unexplained_term", "Từ viết tắt chưa giải thích"
    STARTS_BEFORE_ISSUE = "starts_before_issue", "Bắt đầu trước ngày ban hành"
    OUTDATED_TERM = "outdated_term", "Thuật ngữ đã thay đổi"
    UNPLACED = "unplaced", "Chưa đưa được vào phần mềm"
    CHECK_AFTER_COPY = "check_after_copy", "Kiểm tra lại sau khi lập theo mẫu"
